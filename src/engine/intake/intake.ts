import { once } from 'node:events';
import type { Server } from 'node:http';
import { type IntakeOptions, intakeServer } from './intakeServer';

interface IntakeStart extends IntakeOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Told in sentences of what goes wrong while it listens. */
  readonly onProblem: (message: string) => void;
}

/** It cannot listen there. */
export class IntakeError extends Error {
  override readonly name = 'IntakeError';
}

/** A server that takes logs in, while it listens. */
export class Intake {
  private constructor(
    private readonly server: Server,
    /** As programs are told it: `http://127.0.0.1:4318`. */
    readonly address: string,
  ) {}

  /** Throws an IntakeError where it cannot listen there. */
  static async start({ host, port, onProblem, ...options }: IntakeStart): Promise<Intake> {
    const server = intakeServer(options);
    const name = host.includes(':') ? `[${host}]` : host;
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw new IntakeError(reason(error, `${name}:${String(port)}`), { cause: error });
    }
    // Too many open files, say: who could not connect comes again.
    server.on('error', (error) => onProblem(`A connection could not be taken: ${error.message}`));
    const bound = server.address();
    return new Intake(server, `http://${name}:${String(typeof bound === 'object' && bound !== null ? bound.port : port)}`);
  }

  /** Takes no further requests; resolves when those under way are answered. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
  }
}

function reason(error: unknown, place: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `${place} is taken by another program, or by another StackLens: choose another port.`;
  if (code === 'EACCES') return `${place} may not be listened on: choose a port from 1024 on.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${place} is no address of this machine.`;
  return `${place} cannot be listened on: ${error instanceof Error ? error.message : String(error)}`;
}
