import type { Finding } from '../../core/finding';
import { at } from './columns';
import { type TemplatePieces, type ValueWriter, isAscii } from './messageText';
import type { MessageBytes, Occurrences } from './store';

/** The messages of several findings, by their index. */
export interface Messages {
  at(index: number): string;
  /** Its length in UTF-16 code units. */
  characters(index: number): number;
  /** Writes the values of a message; where it is not what the template says, writes nothing and gives false. */
  fill(index: number, values: ValueWriter, pieces: TemplatePieces): boolean;
  /** Writes a message as the only value. */
  whole(index: number, values: ValueWriter): void;
}

export function messagesOf(shape: Finding, { messages }: Occurrences): Messages {
  if (messages === null) return new TextMessages(() => shape.message);
  return 'bytes' in messages ? new ByteMessages(messages) : new TextMessages((index) => at(messages, index));
}

export class TextMessages implements Messages {
  constructor(readonly at: (index: number) => string) {}

  characters(index: number): number {
    return this.at(index).length;
  }

  fill(index: number, values: ValueWriter, pieces: TemplatePieces): boolean {
    return values.fill(this.at(index), pieces);
  }

  whole(index: number, values: ValueWriter): void {
    values.whole(this.at(index));
  }
}

/** Those in ASCII are never made strings. */
class ByteMessages implements Messages {
  private readonly decoder = new TextDecoder();
  private checked = { index: -1, isAscii: false };

  constructor(private readonly messages: MessageBytes) {}

  at(index: number): string {
    return this.decoder.decode(this.messages.bytes.subarray(this.start(index), this.end(index)));
  }

  characters(index: number): number {
    return this.isAscii(index) ? this.end(index) - this.start(index) : this.at(index).length;
  }

  fill(index: number, values: ValueWriter, pieces: TemplatePieces): boolean {
    return this.isAscii(index) ? values.fillBytes(this.messages.bytes, this.start(index), this.end(index), pieces) : values.fill(this.at(index), pieces);
  }

  whole(index: number, values: ValueWriter): void {
    if (this.isAscii(index)) values.wholeBytes(this.messages.bytes, this.start(index), this.end(index));
    else values.whole(this.at(index));
  }

  private start(index: number): number {
    return this.messages.starts[index] ?? 0;
  }

  private end(index: number): number {
    return this.messages.ends[index] ?? 0;
  }

  private isAscii(index: number): boolean {
    const { checked } = this;
    if (checked.index !== index) {
      checked.index = index;
      checked.isAscii = isAscii(this.messages.bytes, this.start(index), this.end(index));
    }
    return checked.isAscii;
  }
}
