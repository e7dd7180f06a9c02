import type { Group } from '../core/analysis';

/** A line of source and the problem that was logged there, or failed there. */
export interface LoggedHere {
  /** 0-based. */
  readonly line: number;
  readonly group: Group;
}

/** What stands for a variable in a template. */
const variable = /<[a-z*]+>/gi;
/** Words that tell a logging call from other code: so many characters of a template in a row, with so many words. */
const fewestCharacters = 12;
const fewestWords = 2;
/** Lines of one template: where it stands in more, none of them is known to be the one. */
const mostLines = 3;

/** The longest part of a template that its logging call must hold; null where none says enough. */
export function constantPart(template: string): string | null {
  const [first = ''] = template.split('\n', 1);
  const parts = first.split(variable).map((part) => part.replace(/^[\s:=,;.[\]()"']+|[\s:=,;.[\]()"']+$/g, ''));
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return longest.length >= fewestCharacters && longest.split(/\s+/).length >= fewestWords ? longest : null;
}

/** The lines of a source (0-based) that hold the constant part of a template. */
export function linesWith(text: string, part: string): number[] {
  const lines: number[] = [];
  let line = 0;
  let counted = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) {
    for (let next = text.indexOf('\n', counted); next >= 0 && next < at; next = text.indexOf('\n', counted)) {
      line++;
      counted = next + 1;
    }
    if (lines.at(-1) !== line) lines.push(line);
  }
  return lines;
}

/** Where a source logs these problems; a message that many lines could have written is left out. */
export function loggedIn(text: string, groups: readonly Group[]): LoggedHere[] {
  return groups.flatMap((group) => {
    const part = constantPart(group.template);
    const lines = part === null ? [] : linesWith(text, part);
    return lines.length > mostLines ? [] : lines.map((line) => ({ line, group }));
  });
}
