import './browserLanguage';
import './dashboard.css';
import './pages.css';
import type { DashboardHost } from '../src/shared/dashboardProtocol';
import { englishStrings, fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import { RpcChannel, type Silent } from '../src/shared/rpc';
import { AiPage } from './aiPage';
import { ErrorsPage } from './errors/errorsPage';
import { formatterFor } from './format';
import { HistoryPage } from './historyPage';
import { OverviewPage } from './overviewPage';
import type { PageContext } from './pageContext';
import { ReportsPage } from './reportsPage';
import { RunsView } from './runsView';
import { Shell } from './shell';
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
  const schedule = (task: () => void, milliseconds: number): void => void setTimeout(task, milliseconds);

  let state = savedState(api);
  const remember = (change: Partial<typeof state>): void => {
    state = { ...state, ...change };
    api.setState(state);
  };
  const attempt = async (words: string, action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
      shell.settle();
    } catch (error) {
      shell.fail(fill(words, error instanceof Error ? error.message : String(error)), () => void attempt(words, action));
    }
  };
  const context: PageContext = {
    host: channel,
    strings,
    format: formatterFor(document.documentElement.lang),
    schedule,
    restored: state,
    remember,
    attempt,
    complain: (text, again) => shell.fail(text, again),
    say: (text) => shell.say(text),
    showErrors: (filter) => {
      errors.showOnly(filter);
      shell.turnTo('errors');
    },
    showReport: (analysisId) => {
      remember({ report: { of: { ids: [analysisId] }, range: null } });
      reports.showAnalysis(analysisId);
      shell.turnTo('reports');
    },
  };
  const errors = new ErrorsPage(context);
  const runs = new RunsView(context);
  const reports = new ReportsPage(context);
  const shell = new Shell(root, strings, schedule, { overview: () => new OverviewPage(context, runs), errors: () => errors, history: () => new HistoryPage(context), reports: () => reports, ai: () => new AiPage(context) }, { first: state.page, turned: (page) => remember({ page }) });
  const turnToWanted = (): Promise<void> =>
    attempt(strings.stale, async () => {
      const analysisId = await channel.request('wantedReport', null);
      if (analysisId !== null) context.showReport(analysisId);
    });
  channel.on('wanted', () => void turnToWanted());
  channel.on('changed', () => shell.changed());
  channel.on('runs', (told) => runs.update(told));
  void attempt(strings.stale, async () => runs.update(await channel.request('runs', null)));
  const { scroll } = state;
  shell.start();
  void turnToWanted();
  scrollTo({ top: scroll });
  addEventListener('scrollend', () => remember({ scroll: scrollY }));
  setInterval(() => shell.age(), ageing);
}

/** The words the host has put into the page; English for any it has not. */
function stringsOf(page: Document): DashboardStrings {
  const translated = JSON.parse(page.getElementById('strings')?.textContent ?? '{}') as Partial<DashboardStrings>;
  return { ...englishStrings, ...translated };
}

const root = document.getElementById('page');
if (!root) throw new Error('The page has no place for the dashboard.');
start(root);
