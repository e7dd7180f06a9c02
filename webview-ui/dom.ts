interface Properties {
  readonly className?: string;
  /** Shown on hover. */
  readonly title?: string;
  readonly hidden?: boolean;
  /** Attributes by their HTML names. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element. Strings among the children become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K];
export function element(tag: string, properties: Properties, ...children: readonly (Node | string)[]): HTMLElement;
export function element(tag: string, properties: Properties, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (properties.className !== undefined) made.className = properties.className;
  if (properties.title !== undefined) made.title = properties.title;
  if (properties.hidden !== undefined) made.hidden = properties.hidden;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** One of the toolkit's buttons. */
export function button(appearance: 'primary' | 'secondary', label: string, press: () => void): HTMLElement {
  const made = element('vscode-button', { attributes: { appearance } }, label);
  made.addEventListener('click', press);
  return made;
}

/** Changes the text only where it differs: a live region speaks whenever it is touched. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
