/** What the page of an AI's answer asks of the extension host, and is told by it. Every word of it comes with what it shows. */
export interface AnswerHost {
  requests: {
    /** The first request of a page. */
    start(params: null): AnswerView;
    act(params: { readonly action: AnswerAction }): null;
    /** Shows a line (1-based) of the log. */
    openLine(params: { readonly line: number }): null;
  };
  events: {
    shown: AnswerView;
  };
}

/** What can be done with an answer. */
export type AnswerAction = 'apply' | 'type' | 'helped' | 'didNotHelp' | 'again';

export interface AnswerView {
  /** What it is about: text of a log. */
  readonly title: string;
  readonly place: string;
  /** Who says so; null while nobody does. */
  readonly by: string | null;
  /** How far it is, or what went wrong; null where all is said. */
  readonly status: string | null;
  readonly isBusy: boolean;
  readonly sections: readonly AnswerSection[];
  /** `isChosen` is null for what is done rather than chosen. */
  readonly actions: readonly { readonly action: AnswerAction; readonly label: string; readonly isChosen: boolean | null }[];
}

export type AnswerSection = { readonly title: string } & (
  | { readonly kind: 'text'; /** Markdown of somebody who is not trusted. */ readonly text: string }
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  /** Lines of the log (1-based); their text is null where it is not at hand. */
  | { readonly kind: 'lines'; readonly lines: readonly { readonly line: number; readonly label: string; readonly text: string | null }[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'change'; readonly removed: readonly string[]; readonly added: readonly string[] }
);
