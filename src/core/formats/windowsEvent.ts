import type { Line, Position } from '../record';
import type { FormatSample, LogFormat } from './format';
import { largestPiece, pieceReader, shareOfRecords, type Cut, type Piece, type PieceSyntax } from './pieces';
import { eventLevels, eventPart } from './windowsWords';

const samples: readonly FormatSample[] = [
  {
    text: 'Log Name:      Application\nSource:        Pump\nDate:          3/25/2024 7:08:09 AM\nEvent ID:      1000\nTask Category: None\nLevel:         Error\nKeywords:      Classic\nUser:          N/A\nComputer:      works1\nDescription:\nno water',
    level: 'error',
    timestamp: '2024-03-25T07:08:09.000Z',
    message: 'no water',
  },
  {
    text: 'Event[0]:\n  Log Name: System\n  Source: Tank\n  Date: 2024-03-05T07:08:09.123Z\n  Event ID: 7\n  Task: N/A\n  Level: Warning\n  Opcode: Info\n  Keyword: Classic\n  User: N/A\n  User Name: N/A\n  Computer: works1\n  Description: \nslow valve\nin tank 3',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.123Z',
    message: 'slow valve\nin tank 3',
  },
  {
    text: 'Protokollname: System\nQuelle:        Tank\nDatum:         05.03.2024 07:08:09\nEreignis-ID:   7\nAufgabenkategorie:Keine\nEbene:         Informationen\nSchlüsselwörter:Klassisch\nBenutzer:      Nicht zutreffend\nComputer:      works1\nBeschreibung:\ngefüllt',
    level: 'info',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'gefüllt',
  },
];

/** An event has few lines, as a rule; a description may be long. */
const mostLines = 1000;
const known = { level: 'level', timestamp: 'date', logger: 'source', message: 'description', levels: eventLevels };

/** Events of Windows as text, as wevtutil prints them and Event Viewer copies them. */
export const windowsEvent: LogFormat = {
  id: 'windows-event-text',
  title: 'Windows events as text',
  samples,
  sniff: (lines, { year }) => shareOfRecords(lines, new EventSyntax(), year, ({ level, message }) => level !== null && message !== null, known),
  open: (context) => pieceReader({ id: windowsEvent.id, known }, new EventSyntax(), context),
};

const wevtutil = /^Event\[\d{1,9}\]:?\s*$/;

class EventSyntax implements PieceSyntax {
  private open: Line[] = [];
  private characters = 0;

  next(line: Line): readonly Cut[] {
    const numbered = wevtutil.test(line.text);
    const titled = !numbered && readPart(line.text)?.part === 'log';
    // Under its number an event begins with the name of its log all the same.
    const begins = numbered || (titled && !(this.open.length === 1 && wevtutil.test(this.open[0]?.text ?? '')));
    const done = begins || this.isFull() ? this.end() : [];
    if (!begins && this.open.length === 0) return [...done, { outside: line }];
    this.open.push(line);
    this.characters += line.text.length;
    return done;
  }

  end(): readonly Cut[] {
    const [first] = this.open;
    const lines = this.open.map(({ text }) => text);
    this.open = [];
    this.characters = 0;
    return first === undefined ? [] : [{ piece: { first, column: 0, lines } }];
  }

  parse(text: string): unknown {
    const event = new Map<string, string>();
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      const read = readPart(line);
      if (read?.part === 'description') {
        event.set('description', descriptionFrom(read.value, lines.slice(index + 1)));
        break;
      }
      if (read !== null) event.set(read.part, read.value);
    }
    const keywords = event.get('keywords') ?? '';
    return { ...Object.fromEntries(event), ...(eventLevels.has(keywords.toLowerCase()) ? { level: keywords } : {}) };
  }

  locate({ first, lines }: Piece, message: string): Position | null {
    const index = message.includes('\n') ? -1 : lines.findIndex((line) => line.trim() === message);
    const column = lines[index]?.indexOf(message) ?? -1;
    return column < 0 ? null : { line: first.number + index, column };
  }

  private isFull(): boolean {
    return this.open.length >= mostLines || this.characters > largestPiece;
  }
}

/** `Name: value`, as one part of an event. */
function readPart(line: string): { readonly part: string; readonly value: string } | null {
  const colon = line.slice(0, 40).indexOf(':');
  if (colon < 0) return null;
  const part = eventPart(line.slice(0, colon));
  return part === 'other' ? null : { part, value: line.slice(colon + 1).trim() };
}

/** What follows `Description:`, up to the XML that Event Viewer adds. */
function descriptionFrom(first: string, lines: readonly string[]): string {
  const xml = lines.findIndex((line) => /^(?:Event Xml|Ereignis-XML|XML d[’']événement):/.test(line));
  return [first, ...(xml < 0 ? lines : lines.slice(0, xml))].join('\n').trim();
}
