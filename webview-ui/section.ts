import { element } from './dom';

/** A part of a page under a heading, with a hint for those who hear it. */
export function section(id: string, title: string, hint: string | null, ...content: readonly Node[]): HTMLElement {
  return element(
    'section',
    { className: `section-${id}`, attributes: { 'aria-labelledby': `${id}-title` } },
    element('h2', { attributes: { id: `${id}-title` } }, title),
    ...(hint === null ? [] : [element('p', { className: 'unseen', attributes: { id: `${id}-hint` } }, hint)]),
    ...content,
  );
}

/** What a page shows while its first answer is under way. */
export function loadingPage(title: string, text: string): HTMLElement {
  const bar = element('div', { className: 'bar', attributes: { 'aria-hidden': 'true' } }, element('div', {}));
  return element('div', { className: 'centred loading', attributes: { role: 'status' } }, element('h1', { className: 'unseen' }, title), bar, element('p', {}, text));
}

/** A page that has one thing to say and, mostly, one to do. */
export function centred(name: string, picture: Node, title: string, ...content: readonly Node[]): HTMLElement {
  return element('div', { className: `centred ${name}` }, picture, element('h1', {}, title), ...content);
}
