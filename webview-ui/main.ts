import './dashboard.css';
import type { DashboardHost } from '../src/shared/dashboardProtocol';
import { englishStrings, type DashboardStrings } from '../src/shared/dashboardStrings';
import { RpcChannel, type Silent } from '../src/shared/rpc';
import { formatterFor } from './format';
import { OverviewController, type OverviewState, type Schedule } from './overviewController';
import { OverviewView } from './overviewView';
import { registerToolkit } from './toolkit';
import { hostPort, savedState, type VsCodeApi } from './vscodeApi';

declare function acquireVsCodeApi(): VsCodeApi;

/** Milliseconds after which "2 minutes ago" is written anew. */
const ageing = 30_000;

function start(root: HTMLElement): void {
  registerToolkit();
  const api = acquireVsCodeApi();
  const channel = new RpcChannel<Silent, DashboardHost>(hostPort(api), {});
  const strings = stringsOf(document);
  const schedule: Schedule = (task, milliseconds) => setTimeout(task, milliseconds);

  let page = savedState(api);
  const restored = page;
  const remember = (change: Partial<typeof page>): void => {
    page = { ...page, ...change };
    api.setState(page);
  };
  let shown: OverviewState | undefined;
  const show = (state: OverviewState): void => {
    if (state.overview !== shown?.overview) remember({ overview: state.overview });
    shown = state;
    view.show(state, Date.now());
  };

  const controller = new OverviewController(
    {
      overview: () => channel.request('overview', null),
      openLog: (uri, line) => channel.request('openLog', { uri, line }),
      analyzeWorkspace: () => channel.request('analyzeWorkspace', null),
      exportFindings: () => channel.request('exportFindings', null),
    },
    strings,
    show,
    schedule,
    restored.overview,
  );
  const view = new OverviewView(
    root,
    strings,
    formatterFor(document.documentElement.lang),
    {
      openLog: (uri, line) => void controller.openLog(uri, line),
      analyzeWorkspace: () => void controller.analyzeWorkspace(),
      exportFindings: () => void controller.exportFindings(),
      retry: () => controller.retry(),
      focused: remember,
    },
    schedule,
    restored,
  );
  channel.on('changed', () => controller.changed());
  controller.start();
  scrollTo({ top: restored.scroll });
  addEventListener('scrollend', () => remember({ scroll: scrollY }));
  setInterval(() => {
    if (shown) view.show(shown, Date.now());
  }, ageing);
}

/** The words the host has put into the page; English for any it has not. */
function stringsOf(page: Document): DashboardStrings {
  const translated = JSON.parse(page.getElementById('strings')?.textContent ?? '{}') as Partial<DashboardStrings>;
  return { ...englishStrings, ...translated };
}

const root = document.getElementById('page');
if (!root) throw new Error('The page has no place for the dashboard.');
start(root);
