import { Script, createContext, type Context } from 'node:vm';

/** Milliseconds that the expressions of users may take over one batch of texts. */
export const batchTimeLimit = 250;

/** What the thrown error says where a script has used up its time. */
export function isTimeout(error: unknown): boolean {
  // What a context throws is no instance of this realm's Error.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** A script over a few values, in a context of its own that is made when it is first run, under a limit that stops even a regular expression midway. */
export class TimedScript<Values extends object, Result> {
  private readonly script: Script;
  private context: Context | undefined;

  /** `code` is an expression over the values' names. */
  constructor(code: string) {
    this.script = new Script(code);
  }

  /** Throws what the script throws; see `isTimeout`. */
  run(values: Values): Result {
    this.context ??= createContext({});
    Object.assign(this.context, values);
    return this.script.runInContext(this.context, { timeout: batchTimeLimit }) as Result;
  }
}
