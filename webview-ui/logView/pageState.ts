import type { VsCodeApi } from '../vscodeApi';
import { emptyForm, type FilterForm } from './filterForm';
import { noPattern } from './patterns';
import type { ViewPattern } from '../../src/shared/logViewProtocol';

/** What a page of the log view leaves to the next one: a hidden page is thrown away and made anew. */
export interface PageState {
  /** To be raised whenever the state takes another shape. */
  readonly version: 1;
  readonly filter: FilterForm;
  readonly isFilterShown: boolean;
  readonly search: ViewPattern;
  readonly wraps: boolean;
  readonly follows: boolean;
  /** Byte offset of the line at the top; null before there was one. */
  readonly top: number | null;
}

const fresh: PageState = { version: 1, filter: emptyForm, isFilterShown: false, search: noPattern, wraps: false, follows: false, top: null };

/** Keeps the state where VS Code keeps it for the page. */
export class StateKeeper {
  private state: PageState;

  constructor(private readonly api: VsCodeApi) {
    const kept = api.getState();
    const isKnown = typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === fresh.version;
    this.state = isKnown ? (kept as PageState) : fresh;
  }

  get current(): PageState {
    return this.state;
  }

  keep(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.api.setState(this.state);
  }
}
