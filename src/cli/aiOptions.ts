/** Options of commands that can ask an AI. */
export const aiOptions = {
  ai: { type: 'boolean', default: false },
  'ai-preview': { type: 'boolean', default: false },
  'ai-again': { type: 'boolean', default: false },
  consent: { type: 'boolean', default: false },
  'ai-model': { type: 'string', default: 'gemini-2.5-flash' },
  'ai-endpoint': { type: 'string', default: '' },
  'ai-tokens': { type: 'string', default: '8000' },
  hide: { type: 'string', multiple: true },
  store: { type: 'string' },
} as const;

export interface AiValues {
  readonly ai: boolean;
  readonly 'ai-preview': boolean;
  readonly 'ai-again': boolean;
  readonly consent: boolean;
  readonly 'ai-model': string;
  readonly 'ai-endpoint': string;
  readonly 'ai-tokens': string;
  readonly hide?: readonly string[] | undefined;
  readonly store?: string | undefined;
}
