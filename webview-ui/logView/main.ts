import './logView.css';
import type { LogViewHost } from '../../src/shared/logViewPage';
import { englishLogViewStrings, type LogViewStrings } from '../../src/shared/logViewStrings';
import { RpcChannel, type Silent } from '../../src/shared/rpc';
import { element } from '../dom';
import { formatterFor } from '../format';
import { hostPort, type VsCodeApi } from '../vscodeApi';
import { LogView } from './logView';
import { StateKeeper } from './pageState';

declare function acquireVsCodeApi(): VsCodeApi;

function start(root: HTMLElement): void {
  const api = acquireVsCodeApi();
  const channel = new RpcChannel<Silent, LogViewHost>(hostPort(api), {});
  const port = {
    start: () => channel.request('start', null),
    page: (query: Parameters<LogViewHost['requests']['page']>[0], signal: AbortSignal) => channel.request('page', query, { signal }),
    wholeLine: (offset: number) => channel.request('wholeLine', { offset }),
    marks: () => channel.request('marks', null),
    copy: (from: number, to: number) => channel.request('copy', { from, to, filter: view.filter }),
    askPlace: (beside: string) => channel.request('askPlace', { beside }),
    timeOf: (text: string, beside: string) => channel.request('timeOf', { text, beside }),
    analyze: () => void channel.request('analyze', null),
    cancelAnalysis: () => void channel.request('cancelAnalysis', null),
  };
  const main = element('main', {});
  root.append(main);
  const view: LogView = new LogView(main, stringsOf(document), formatterFor(document.documentElement.lang), port, new StateKeeper(api));
  channel.on('changed', (info) => view.logChanged(info));
  channel.on('go', (destination) => void view.goTo(destination));
  channel.on('analysis', (state) => view.showAnalysis(state));
  channel.on('trouble', (trouble) => view.showTrouble(trouble));
  channel.on('searched', (share) => view.showSearched(share));
  channel.on('command', (command) => view.run(command));
  void view.start();
}

/** The words the host has put into the page; English for any it has not. */
function stringsOf(page: Document): LogViewStrings {
  const translated = JSON.parse(page.getElementById('strings')?.textContent ?? '{}') as Partial<LogViewStrings>;
  return { ...englishLogViewStrings, ...translated };
}

const root = document.getElementById('page');
if (!root) throw new Error('The page has no place for the log view.');
start(root);
