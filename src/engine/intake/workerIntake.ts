import type { IntakeRequest } from '../api';
import type { Store } from '../store/store';
import { Intake, IntakeError } from './intake';
import { ReceivedLogs } from './receivedLogs';

interface WorkerIntakeOptions {
  readonly store: () => Promise<Store>;
  /** Told after a log, by its path, has got lines. */
  readonly onReceived: (file: string) => void;
  readonly onProblem: (message: string) => void;
}

/** The one server of a worker that takes logs in, while it runs. What it takes in is analysed by whoever hears of it. */
export class WorkerIntake {
  private running: Promise<Intake> | undefined;

  constructor(private readonly options: WorkerIntakeOptions) {}

  /** Rejects with an IntakeError where it cannot listen, or listens already. */
  async start({ folder, ...request }: IntakeRequest): Promise<{ readonly address: string; readonly files: readonly string[] }> {
    if (this.running) throw new IntakeError('Logs are being taken in already.');
    const { store, onReceived, onProblem } = this.options;
    const logs = new ReceivedLogs(folder, onReceived);
    const starting = Intake.start({ ...request, logs, store, onProblem });
    this.running = starting;
    try {
      const [{ address }, files] = await Promise.all([starting, logs.list()]);
      return { address, files };
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Resolves when the requests under way are answered. */
  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    await (await running?.catch(() => undefined))?.stop();
  }
}
