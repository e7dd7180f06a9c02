import type { MessageAnalysis, ShelvedModel, TrainingReport } from '../core/learning';
import type { MessageAnalyzer } from '../ml/analyzer/analyzer';
import type { Classifier } from '../ml/classifier';
import { classifierOn } from './classifierOn';
import { ModelShelf, shippedVersion } from './modelShelf';
import { StoreError, type Store } from './store/store';

export interface RetrainRequest {
  /** Install the model although it is not better, or though there is too little to tell. */
  readonly force: boolean;
  /** Chosen by the caller; names the training in progress events, which count to 100. */
  readonly exportId: number;
}

/** The models that are trained beside the store's file. */
export class Models {
  private readonly shelf: ModelShelf | null;
  private readonly store: () => Promise<Store>;
  private inUse: Classifier | null = null;
  private analyzer: { readonly classifier: Classifier; readonly of: MessageAnalyzer } | null = null;

  constructor(options: { readonly storeFile: string | null; readonly store: () => Promise<Store> }) {
    this.shelf = options.storeFile === null ? null : new ModelShelf(`${options.storeFile}.models`);
    this.store = options.store;
  }

  /** The shipped one first, then the others in the order in which they were trained. What they were taught is left out: it can be long. */
  async list(): Promise<ShelvedModel[]> {
    return (await this.kept().list()).map(({ card, ...model }) => ({ ...model, card: card && { ...card, learnt: [] } }));
  }

  /** Trains a model with what the user and the rules say, and installs it where it is better. Rejects with the signal's reason. */
  async retrain(force: boolean, onProgress: (done: number) => void, signal: AbortSignal): Promise<TrainingReport> {
    const { retrain } = await import('./training');
    const report = await retrain({ store: await this.store(), shelf: this.kept(), now: Date.now, force, dryRun: false, onProgress }, signal);
    return { ...report, card: report.card && { ...report.card, learnt: [] } };
  }

  /** The model in use, ready to be asked; the same one as long as it is. */
  async classifier(): Promise<Classifier> {
    // Who lists the models is told what is wrong with them.
    const version = (await this.shelf?.currentVersion().catch(() => shippedVersion)) ?? shippedVersion;
    if (this.inUse?.version === version) return this.inUse;
    return (this.inUse = (await classifierOn(this.shelf)).classifier);
  }

  /** What the model in use says of a message, and what the message names. */
  async analyze(message: string): Promise<MessageAnalysis> {
    const classifier = await this.classifier();
    if (this.analyzer?.classifier !== classifier) {
      const { MessageAnalyzer } = await import('../ml/analyzer/analyzer');
      this.analyzer = { classifier, of: new MessageAnalyzer(classifier) };
    }
    return this.analyzer.of.analyze(message);
  }

  /** Goes back to the model before the one in use; returns its version, null where there is none. */
  async rollBack(): Promise<string | null> {
    const shelf = this.kept();
    const { version: before } = await shelf.current();
    const version = await shelf.rollBack();
    if (version !== null) await (await this.store()).noteModel({ version, before, how: 'rolledBack' });
    return version;
  }

  private kept(): ModelShelf {
    if (this.shelf === null) throw new StoreError('Models are kept beside the database, and results are kept in memory only.');
    return this.shelf;
  }
}
