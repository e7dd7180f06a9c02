import { randomInt } from 'node:crypto';
import type { ViewInfo, ViewPage } from '../../shared/logViewProtocol';
import type { OpenViewRequest, ViewLineRequest, ViewPageRequest, ViewProgress } from '../api';
import type { Store } from '../store/store';
import { ViewError } from './lineSearch';
import { LogView } from './logView';

/** Milliseconds between two words of progress. */
const progressInterval = 100;

export interface LogViewsOptions {
  readonly store: () => Promise<Pick<Store, 'findings' | 'latestAnalyses'>>;
  readonly now: () => number;
  readonly onProgress: (progress: ViewProgress) => void;
}

/** The views that are open. Errors are those of `LogView`; a view that is not open is a ViewError. */
export class LogViews {
  private readonly views = new Map<number, LogView>();
  /** Not those that a worker before this one gave out. */
  private nextId = randomInt(2 ** 40);

  constructor(private readonly options: LogViewsOptions) {}

  async open({ source, reading }: OpenViewRequest, signal: AbortSignal): Promise<ViewInfo> {
    const { store, now } = this.options;
    const viewId = this.nextId++;
    const view = await LogView.open({ viewId, source, reading, store, now });
    this.views.set(viewId, view);
    try {
      return await view.info(signal);
    } catch (error) {
      // Nobody would know its id.
      await this.close(viewId);
      throw error;
    }
  }

  info(viewId: number, signal: AbortSignal): Promise<ViewInfo> {
    return this.view(viewId).info(signal);
  }

  page({ viewId, ...request }: ViewPageRequest, signal: AbortSignal): Promise<ViewPage> {
    const { now, onProgress } = this.options;
    let told = now();
    const tell = (bytes: number, totalBytes: number): void => {
      if (now() - told < progressInterval) return;
      told = now();
      onProgress({ viewId, bytes, totalBytes });
    };
    return this.view(viewId).page(request, tell, signal);
  }

  line({ viewId, offset, limit }: ViewLineRequest, signal: AbortSignal): Promise<string> {
    return this.view(viewId).line(offset, limit, signal);
  }

  /** One that is not open is no trouble. */
  async close(viewId: number): Promise<void> {
    const view = this.views.get(viewId);
    this.views.delete(viewId);
    await view?.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.views.keys()].map((viewId) => this.close(viewId)));
  }

  private view(viewId: number): LogView {
    const view = this.views.get(viewId);
    if (!view) throw new ViewError('The log is no longer open here. Open it again.');
    return view;
  }
}
