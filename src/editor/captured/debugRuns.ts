import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { BoundedText } from './boundedText';
import { capturing, type Capture } from './capturedLogs';

/** Sessions whose output is remembered; the oldest go first. */
const mostSessions = 5;

interface DebugRun {
  readonly session: vscode.DebugSession;
  readonly text: BoundedText;
}

/** What programs that are debugged wrote, as their debug adapters hand it on. It is kept in memory alone. */
export class DebugRuns extends Disposable {
  /** The latest last. */
  private runs: DebugRun[] = [];

  constructor() {
    super();
    this.register(vscode.debug.registerDebugAdapterTrackerFactory('*', { createDebugAdapterTracker: (session) => this.begin(session) }));
  }

  /** Of the session in front, else of the one that wrote last. */
  latest(): Capture | undefined {
    const active = vscode.debug.activeDebugSession;
    const run = this.runs.find(({ session }) => session.id === active?.id) ?? this.runs.at(-1);
    return run && { name: `${run.session.name}.debug`, text: run.text };
  }

  private begin(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const run: DebugRun = { session, text: capturing() };
    return {
      onDidSendMessage: (message: unknown) => {
        const output = outputOf(message);
        if (output === null) return;
        run.text.add(output);
        // A session that wrote nothing is none of ours.
        if (this.runs.at(-1) !== run) this.runs = [...this.runs.filter((each) => each !== run), run].slice(-mostSessions);
      },
    };
  }
}

/** What a message of the debug adapter protocol hands on of the program's output; null where it is of another kind. */
function outputOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('event' in message) || message.event !== 'output' || !('body' in message)) return null;
  const { body } = message;
  if (typeof body !== 'object' || body === null || !('output' in body) || typeof body.output !== 'string') return null;
  return 'category' in body && body.category === 'telemetry' ? null : body.output;
}
