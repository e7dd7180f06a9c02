import './answer.css';
import type { AnswerHost } from '../../src/shared/answerPage';
import { RpcChannel, type Silent } from '../../src/shared/rpc';
import { hostPort, type VsCodeApi } from '../vscodeApi';
import { AnswerPane } from './answerPane';

declare function acquireVsCodeApi(): VsCodeApi;

async function start(root: HTMLElement): Promise<void> {
  const channel = new RpcChannel<Silent, AnswerHost>(hostPort(acquireVsCodeApi()), {});
  const pane = new AnswerPane(root, {
    act: (action) => void channel.request('act', { action }),
    openLine: (line) => void channel.request('openLine', { line }),
  });
  channel.on('shown', (view) => pane.show(view));
  pane.show(await channel.request('start', null));
}

const root = document.getElementById('page');
if (!root) throw new Error('The page has no place for the answer.');
void start(root);
