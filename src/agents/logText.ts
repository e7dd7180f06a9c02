import { Redaction, type RedactionOptions } from '../core/redaction/redaction';
import { cut, visible } from '../engine/exporters/visible';

/** Characters of a message or a template. */
const longestText = 400;
/** Characters of a line of a record, of its trace or beside it. */
const longestLine = 240;

/**
 * Text of a log on its way to a model: what is sensitive is hidden, what only machines would see is
 * shown as an escape, what is long is cut. One is for one answer: in it the same value has the same placeholder.
 */
export class LogText {
  private readonly redaction: Redaction | null;

  /** Null hides nothing. */
  constructor(options: RedactionOptions | null) {
    this.redaction = options && new Redaction(options);
  }

  /** One message, or what was made of one. */
  text(text: string, length = longestText): string {
    // First of all hidden: what is cut off could be what shows that the rest is a secret.
    return cut(visible(this.redaction?.redact(text) ?? text), length);
  }

  /** Lines that stand together: a secret may reach over several. */
  lines(lines: readonly string[]): string[] {
    const text = lines.join('\n');
    return (this.redaction?.redact(text) ?? text).split('\n').map((line) => cut(visible(line), longestLine));
  }

  /** How many different values were hidden so far. */
  get hidden(): number {
    return [...(this.redaction?.hidden.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }
}
