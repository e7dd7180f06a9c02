import type { ShelvedModel } from '../src/core/learning';
import type { AiAnalysis, AiSuggestion } from '../src/shared/dashboardProtocol';
import { fill } from '../src/shared/dashboardStrings';
import { adviceList } from './adviceList';
import { confusionMatrix } from './confusionMatrix';
import { button, element, setText } from './dom';
import { icon } from './icons';
import { Live, type LiveState } from './live';
import { classTable, contenderTable } from './modelTables';
import type { Page, PageContext } from './pageContext';
import { centred, loadingPage, section } from './section';
import { inertLine } from './text';

const messageLimit = 200;

/** What is known of the problems and by whom, and how good the model is that learns from the user. */
export class AiPage implements Page {
  readonly element = element('div', {});
  private readonly body = element('div', {});
  private readonly live: Live<AiAnalysis>;
  private readonly model = element('div', {});
  private readonly versions = element('tbody', {});
  private readonly trainingSection: HTMLElement;
  private readonly training = element('div', {});
  private readonly answersSection: HTMLElement;
  private readonly answers = element('ul', { className: 'advice' });
  private readonly adviceSection: HTMLElement;
  private readonly advice = element('ul', { className: 'advice' });
  private readonly unknownSection: HTMLElement;
  private readonly unknown = element('ul', { className: 'anomalies' });
  private readonly failure = element('p', {});
  private readonly rollBack: HTMLElement;
  private readonly parts: Readonly<Record<'loading' | 'failed' | 'page', HTMLElement>>;
  private started = false;

  constructor(private readonly context: PageContext) {
    const { strings, host, attempt, schedule } = context;
    this.live = new Live(() => host.request('aiAnalysis', null), (state) => this.fill(state), schedule);
    const retrain = button('primary', strings['model.retrain'], () => void attempt(strings['model.retrainFailed'], () => host.request('retrain', null)));
    this.rollBack = button('secondary', strings['model.rollBack'], () => void attempt(strings.actionFailed, () => host.request('rollBackModel', null)));
    const head = (['version', 'trained', 'examples', 'accuracy', 'macroF1', 'calibration'] as const).map((name) => element('th', { attributes: { scope: 'col' } }, strings[`model.${name}`]));
    const history = element('table', { className: 'plain-table' }, element('thead', {}, element('tr', {}, ...head)), this.versions);
    this.trainingSection = section('training', strings['model.training'], null, this.training);
    this.answersSection = section('ai-answers', strings['ai.answers'], null, this.answers);
    this.adviceSection = section('ai-advice', strings['ai.suggestions'], null, this.advice);
    this.unknownSection = section('ai-unknown', strings['ai.unknown'], null, element('p', { className: 'dim' }, strings['ai.unknownHint']), this.unknown);
    this.parts = {
      loading: loadingPage(strings['page.ai'], strings.loading),
      failed: centred('failed', icon('failed'), strings['failed.title'], this.failure, button('secondary', strings.retry, () => this.live.again())),
      page: element('div', {}, section('model', strings.model, null, this.model), section('models', strings['model.all'], null, history), this.trainingSection, this.answersSection, this.adviceSection, this.unknownSection),
    };
    this.element.append(element('header', {}, element('h1', {}, strings['page.ai']), element('div', { className: 'actions' }, retrain, this.rollBack)), this.body);
  }

  show(): void {
    if (this.started) this.live.again();
    else this.live.start();
    this.started = true;
  }

  changed(): void {
    this.live.changed();
  }

  age(): void {
    // Nothing here is told by its age.
  }

  private fill({ value, trouble }: LiveState<AiAnalysis>): void {
    const { strings } = this.context;
    setText(this.failure, trouble ?? '');
    const part = value ? 'page' : trouble === null ? 'loading' : 'failed';
    if (this.body.firstElementChild !== this.parts[part]) this.body.replaceChildren(this.parts[part]);
    if (!value) return;
    if (trouble !== null) this.context.complain(fill(strings.stale, trouble), () => this.live.again());
    const current = value.models.find(({ isCurrent }) => isCurrent);
    this.rollBack.setAttribute('aria-disabled', String(current === undefined || current.version === 'shipped'));
    this.fillModel(current, value);
    this.versions.replaceChildren(...value.models.map((model) => this.versionRow(model, value.zone)));
    this.fillTraining(value);
    this.answersSection.hidden = value.suggestions.length === 0;
    this.answers.replaceChildren(...value.suggestions.map((suggestion) => this.answerLine(suggestion, value.zone)));
    const advice = adviceList(value.problems, value.advice, strings);
    this.advice.replaceChildren(...advice);
    this.adviceSection.hidden = advice.length === 0;
    this.fillUnknown(value);
  }

  private fillModel(current: ShelvedModel | undefined, { models, zone }: AiAnalysis): void {
    const { strings, format } = this.context;
    const damaged = current?.card === null;
    const card = current?.card ?? models[0]?.card;
    if (!card) return;
    const { trainedAt, examples, scores } = card;
    const facts: [string, string][] = [
      [strings['model.trained'], trainedAt === null ? strings['model.withProduct'] : format.exact(trainedAt, zone)],
      [strings['model.examples'], fill(strings['model.examplesOf'], format.count(examples.strong), format.count(examples.weak), format.count(examples.seed))],
      [strings['model.accuracy'], format.percent(scores.accuracy)],
      [strings['model.precision'], format.percent(scores.macroPrecision)],
      [strings['model.recall'], format.percent(scores.macroRecall)],
      [strings['model.macroF1'], format.percent(scores.macroF1)],
      [strings['model.calibration'], format.percent(scores.calibrationError)],
    ];
    this.model.replaceChildren(
      ...(damaged ? [element('p', { className: 'quiet' }, icon('failed'), fill(strings['model.damaged'], inertLine(current.problem ?? '', 300)))] : []),
      element('p', { className: 'dim' }, fill(strings['model.how'], format.count(scores.count))),
      element('dl', { className: 'facts' }, ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
      element('div', { className: 'halves' }, classTable(scores, strings, format), confusionMatrix(scores, strings, format)),
    );
  }

  private versionRow({ version, isCurrent, card, problem }: ShelvedModel, zone: string): HTMLElement {
    const { strings, format } = this.context;
    const name = version === 'shipped' ? strings['model.shipped'] : inertLine(version, 40);
    const first = element('th', { attributes: { scope: 'row' } }, isCurrent ? fill(strings['model.inUse'], name) : name);
    if (!card) return element('tr', {}, first, element('td', { attributes: { colspan: '5' } }, inertLine(problem ?? '', 300)));
    const { trainedAt, examples, scores } = card;
    const cells = [
      trainedAt === null ? strings['model.withProduct'] : format.exact(trainedAt, zone),
      fill(strings['model.examplesOf'], format.count(examples.strong), format.count(examples.weak), format.count(examples.seed)),
      format.percent(scores.accuracy),
      format.percent(scores.macroF1),
      format.percent(scores.calibrationError),
    ];
    return element('tr', {}, first, ...cells.map((text) => element('td', {}, text)));
  }

  private fillTraining({ training }: AiAnalysis): void {
    const { strings, format } = this.context;
    this.trainingSection.hidden = training === null;
    if (!training) return;
    const { outcome, data, comparison } = training;
    const tables = comparison ? (['strong', 'weak', 'seed'] as const).flatMap((labels) => (comparison[labels].new === null ? [] : [contenderTable(strings[`training.on.${labels}`], comparison[labels], strings, format)])) : [];
    this.training.replaceChildren(
      element('p', {}, strings[`training.${outcome}`], ...(data.missing === null ? [] : [' ', inertLine(data.missing, 300)])),
      element('p', { className: 'dim' }, fill(strings['training.data'], format.count(data.strong), format.count(data.unseen), format.count(data.weak), format.count(data.seed))),
      ...tables,
    );
  }

  private answerLine({ fingerprint, time, source, model, confidence, cause, helped }: AiSuggestion, zone: string): HTMLElement {
    const { strings, format, showErrors } = this.context;
    const link = element('button', { className: 'link', attributes: { type: 'button' } }, strings['details.only']);
    link.addEventListener('click', () => showErrors({ fingerprints: [fingerprint] }));
    const by = fill(strings['ai.by'], inertLine(source, 40), inertLine(model, 60), format.percent(confidence), format.exact(time, zone));
    const said = helped === null ? [] : [' · ', helped ? strings['ai.helped'] : strings['ai.didNotHelp']];
    return element('li', {}, element('bdi', { attributes: { dir: 'auto' } }, inertLine(cause, 1_000)), element('p', { className: 'dim' }, by, ...said, ' ', link));
  }

  private fillUnknown({ problems, advice }: AiAnalysis): void {
    const { strings, format, showErrors, host, attempt } = this.context;
    const unknown = problems.filter(({ fingerprint }) => advice[fingerprint] === undefined);
    this.unknownSection.hidden = unknown.length === 0;
    this.unknown.replaceChildren(
      ...unknown.map(({ message, name, count, members, severity, uri, firstLine: line }) => {
        const ask = element('button', { className: 'link', attributes: { type: 'button' } }, strings['details.suggest']);
        ask.addEventListener('click', () => void attempt(strings.actionFailed, () => host.request('suggest', { uri, line })));
        const link = element('button', { className: 'link', attributes: { type: 'button' } }, element('bdi', { attributes: { dir: 'auto' } }, inertLine(name ?? message, messageLimit)));
        link.addEventListener('click', () => showErrors({ fingerprints: members.map(({ fingerprint }) => fingerprint) }));
        return element('li', {}, element('span', { className: 'badge' }, icon(severity), strings[`severity.${severity}`]), ' ', link, ' ', element('span', { className: 'dim' }, fill(strings.times, format.count(count))), ' ', ask);
      }),
    );
  }
}
