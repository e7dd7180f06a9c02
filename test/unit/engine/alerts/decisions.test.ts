import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LiveAnomaly } from '../../../../src/core/anomalies/liveWatch';
import type { Finding } from '../../../../src/core/finding';
import { AlertDecider, type ToldTimes } from '../../../../src/engine/alerts/alertDecider';
import { type AlertRule, AlertRulesError, parseAlertRules } from '../../../../src/engine/alerts/alertRules';
import { isQuiet } from '../../../../src/engine/alerts/quietHours';
import { findingOf } from './findings';

const minute = 60_000;
const rule = (more: Partial<AlertRule> = {}): AlertRule => ({ name: 'ops', channels: ['hook'], ...more });

function decided(rules: readonly AlertRule[], events: readonly (readonly [number, Finding, string?])[], known: readonly string[] = [], told: ToldTimes = []): string[] {
  const decider = new AlertDecider(rules, new Set(known), told);
  return events.flatMap(([time, finding, file = '/srv/app/shop.log']) => decider.decide(file, finding, time).map((each) => `${each.rule.name} ${each.finding.fingerprint} at ${String(time / minute)} ×${String(each.count)}`));
}

describe('which findings alerts are made of', () => {
  it('those as grave as the rule says, high unless it does, of its categories, fingerprints and files', () => {
    const [low, high] = [findingOf({ severity: 'low' }), findingOf({ severity: 'high', fingerprint: 'v1:b' })];
    assert.deepEqual(decided([rule()], [[0, low], [0, high]]), ['ops v1:b at 0 ×1']);
    assert.deepEqual(decided([rule({ severity: 'low' })], [[0, low], [0, high]]).length, 2);
    assert.deepEqual(decided([rule({ categories: ['memory'] })], [[0, high]]), []);
    assert.deepEqual(decided([rule({ fingerprints: ['v1:a'] })], [[0, high]]), []);
    assert.deepEqual(decided([rule({ files: ['app/**'] }), rule({ name: 'logs', files: ['*.log'] }), rule({ name: 'web', files: ['web/*.log'] })], [[0, high]]), ['ops v1:b at 0 ×1', 'logs v1:b at 0 ×1']);
  });

  it('each fingerprint once in a while, with how many there were', () => {
    const events = [0, 1, 30, 61, 62, 200].map((time) => [time * minute, findingOf()] as const);
    assert.deepEqual(decided([rule()], events), ['ops v1:a at 0 ×1', 'ops v1:a at 61 ×3', 'ops v1:a at 200 ×2']);
    assert.deepEqual(decided([rule({ repeatMinutes: 0 })], events).length, 6);
  });

  it('only what is new, where the rule says so, once', () => {
    const events = [0, 100, 200].flatMap((time) => [[time * minute, findingOf()] as const, [time * minute, findingOf({ fingerprint: 'v1:old' })] as const]);
    assert.deepEqual(decided([rule({ firstSeen: true })], events, ['v1:old']), ['ops v1:a at 0 ×1']);
  });

  it('only what comes often, where the rule says so', () => {
    const events = [0, 3, 6, 7, 8].map((time) => [time * minute, findingOf()] as const);
    assert.deepEqual(decided([rule({ rate: { count: 3, minutes: 2 } })], events), ['ops v1:a at 8 ×5']);
    assert.deepEqual(decided([rule({ firstSeen: true, rate: { count: 2, minutes: 5 } })], events), ['ops v1:a at 3 ×2'], 'it is new until it has been told of');
  });

  it('what has become unusual, for the rules that ask for that and nothing else', () => {
    const burst = { kind: 'burst', finding: findingOf(), evidence: '' } as const;
    const silence = { kind: 'silence', finding: null, evidence: '' } as const;
    const rules = [rule(), rule({ name: 'unusual', anomalies: ['burst', 'silence'] }), rule({ name: 'storms', anomalies: ['burst'], categories: ['network'] }), rule({ name: 'others', anomalies: ['silence'], files: ['web/**'] }), rule({ name: 'grave', severity: 'critical', anomalies: ['burst', 'silence'] })];
    const decider = new AlertDecider(rules, new Set());
    const names = (anomaly: LiveAnomaly, now: number, file = '/srv/app/shop.log'): string[] => decider.decideAnomaly(file, anomaly, now).map(({ name }) => name);
    assert.deepEqual(names(burst, 0), ['unusual', 'storms']);
    assert.deepEqual(names(silence, 0), ['unusual']);
    assert.deepEqual(names(silence, minute), [], 'once in a while');
    assert.deepEqual(names(silence, minute, '/srv/web/a.log'), ['unusual', 'others'], 'each file for itself');
    assert.deepEqual(names(burst, 61 * minute), ['unusual', 'storms']);
    assert.deepEqual(decider.decide('a.log', findingOf(), 0).map((each) => each.rule.name), ['ops'], 'a finding is no anomaly');
    const later = new AlertDecider(rules, new Set(), decider.toldTimes(62 * minute));
    assert.deepEqual(later.decideAnomaly('/srv/app/shop.log', burst, 62 * minute), [], 'nor what an earlier run has told of');
  });

  it('not what an earlier run has told of lately', () => {
    const first = new AlertDecider([rule()], new Set());
    assert.equal(first.decide('a.log', findingOf(), 0).length, 1);
    const told = first.toldTimes(minute);
    assert.deepEqual(decided([rule()], [[2 * minute, findingOf()], [61 * minute, findingOf()]], ['v1:a'], told), ['ops v1:a at 61 ×2']);
    assert.deepEqual(first.toldTimes(61 * minute), []);
  });
});

describe('quiet hours', () => {
  const at = (time: string): number => Date.parse(`2026-01-15T${time}:00Z`);
  it('go past midnight and keep to their zone', () => {
    const night = { from: '22:00', to: '07:00', zone: 'Europe/Vienna' };
    assert.deepEqual(['20:59', '21:00', '23:30', '05:59', '06:00'].map((time) => isQuiet(night, at(time), 'UTC')), [false, true, true, true, false]);
    assert.deepEqual(['12:00', '12:29', '12:30'].map((time) => isQuiet({ from: '12:00', to: '12:30' }, at(time), 'UTC')), [true, true, false]);
    assert.equal(isQuiet(undefined, at('00:00'), 'UTC'), false);
  });
});

describe('a file of alerts', () => {
  const hook = { type: 'webhook', url: 'https://example.org/hook' };
  const parsed = (settings: object): unknown => parseAlertRules(JSON.stringify(settings, null, 1), 'alerts.json');
  const fails = (settings: object, expected: RegExp): void => assert.throws(() => parsed(settings), (error) => error instanceof AlertRulesError && expected.test(error.message));

  it('is read', () => {
    const settings = { rules: [rule()], channels: { hook } };
    assert.deepEqual(parsed(settings), settings);
  });

  it('is refused with the line and what is wrong there', () => {
    assert.throws(() => parseAlertRules('{"rules": [', 'alerts.json'), /^Error: alerts\.json is no JSON/);
    fails({ rules: [rule({ severity: 'worst' as 'high' })], channels: { hook } }, /^alerts\.json:8: rules\[0\]\.severity must be one of critical/);
    fails({ rules: [rule({ channels: ['nobody'] })], channels: { hook } }, /^alerts\.json:6: rules\[0\]\.channels\[0\] is no channel/);
    fails({ rules: [rule({ anomalies: ['burst'], firstSeen: true })], channels: { hook } }, /rules\[0\]\.firstSeen cannot stand beside "anomalies"/);
    fails({ rules: [rule({ anomalies: ['oddity' as 'burst'] })], channels: { hook } }, /rules\[0\]\.anomalies\[0\] must be one of burst/);
    fails({ rules: [rule(), rule()], channels: { hook } }, /rules\[1\]\.name is the name of an earlier rule/);
    fails({ rules: [rule()], channels: { hook }, quietHours: { from: '22:00', to: '07:00', zone: 'Mars/Base' } }, /quietHours\.zone is no time zone/);
    fails({ rules: [rule()], channels: { hook }, surprise: 1 }, /surprise/);
  });

  it('has no secrets, and no messages that anybody could read on their way', () => {
    const channel = (more: object): object => ({ rules: [rule()], channels: { hook: { ...hook, ...more } } });
    fails(channel({ url: 'https://me:pass@example.org/' }), /must not have a password/);
    fails(channel({ url: 'http://example.org/' }), /http:\/\/ only to this machine/);
    fails(channel({ urlFrom: 'HOOK' }), /either "url" or "urlFrom"/);
    fails(channel({ to: ['a@example.org'] }), /may not have "to"/);
    const mail = { type: 'email', server: 'mail.example.org', from: 'a@example.org', to: ['b@example.org'] };
    const withMail = (more: object): object => ({ rules: [rule()], channels: { hook: { ...mail, ...more } } });
    assert.ok(parsed(withMail({})));
    fails(withMail({ security: 'none' }), /without encryption only to this machine/);
    fails(withMail({ userFrom: 'USER' }), /both "userFrom" and "passwordFrom"/);
    fails(withMail({ to: ['b@example.org\r\nBcc: c@example.org'] }), /no mail address/);
  });
});
