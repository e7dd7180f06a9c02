import * as vscode from 'vscode';
import { inBackground } from '../background';
import { Disposable } from '../disposable';
import type { BoundedText } from './boundedText';
import { capturing, type Capture } from './capturedLogs';

/** Commands whose output is remembered, each the last of its terminal; the oldest go first. */
const mostRuns = 5;
/** Exit code of a command that its user interrupted: 128 and the signal's number. */
const interrupted = 130;

interface TerminalRun extends Capture {
  readonly execution: vscode.TerminalShellExecution;
  readonly terminal: vscode.Terminal;
  /** Over when all of the output is there. */
  readonly reading: Promise<void>;
}

/** What the last command of each terminal wrote, as far as the shell tells where a command begins and ends. It is kept in memory alone. */
export class TerminalRuns extends Disposable {
  private readonly failed = this.register(new vscode.EventEmitter<Capture & { readonly exitCode: number }>());
  /** A command ended with an exit code that says so, and not because its user wanted. */
  readonly onDidFail = this.failed.event;
  /** The latest last. */
  private runs: TerminalRun[] = [];

  constructor(private readonly log: vscode.LogOutputChannel) {
    super();
    this.register(vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => this.begin(terminal, execution)));
    this.register(vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => inBackground(log, this.end(execution, exitCode))));
  }

  /** Of the terminal in front, else of the one that ran a command last. */
  latest(): Capture | undefined {
    return this.runs.findLast(({ terminal }) => terminal === vscode.window.activeTerminal) ?? this.runs.at(-1);
  }

  private begin(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): void {
    const text = capturing();
    // What is written before somebody reads is lost.
    const reading = readAll(execution, text);
    inBackground(this.log, reading);
    const run: TerminalRun = { execution, terminal, name: nameOf(execution.commandLine.value, terminal.name), text, reading };
    this.runs = [...this.runs.filter((each) => each.terminal !== terminal), run].slice(-mostRuns);
  }

  private async end(execution: vscode.TerminalShellExecution, exitCode: number | undefined): Promise<void> {
    const run = this.runs.find((each) => each.execution === execution);
    if (!run || exitCode === undefined || exitCode === 0 || exitCode === interrupted) return;
    await run.reading;
    this.failed.fire({ name: run.name, text: run.text, exitCode });
  }
}

async function readAll(execution: vscode.TerminalShellExecution, text: BoundedText): Promise<void> {
  for await (const data of execution.read()) text.add(data);
}

/** The program and what it was told to do, as `npm run build`: options, which may be secret, and paths are left out. */
function nameOf(commandLine: string, terminal: string): string {
  const words = commandLine.trim().split(/\s+/).filter((word) => !/^\w+=/.test(word));
  const end = words.findIndex((word) => !/^[\w.@:-]+$/.test(word) || word.startsWith('-'));
  const name = words.slice(0, Math.min(3, end < 0 ? words.length : end)).join(' ');
  return `${name === '' ? terminal : name}.terminal`;
}
