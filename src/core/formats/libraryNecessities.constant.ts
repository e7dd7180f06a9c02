import { library } from './library';
import { necessitiesOf, type Necessities } from './necessities';

/** What `necessitiesOf` says of the expressions of our formats, by their source. Evaluated when we build, as it takes long. */
export const libraryNecessities: Readonly<Record<string, Necessities>> = Object.fromEntries(
  library
    .flatMap(({ lines = [], marks = [], continued = [], second, signature }) => [...lines, ...marks, ...continued, ...[second, signature].filter((source) => source !== undefined)])
    .map((source) => [source, necessitiesOf(source)]),
);
