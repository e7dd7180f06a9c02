import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { inEnglish } from '../../../../src/core/explanationText';
import { describeTrace } from '../../../../src/core/trace/describe';
import { parseTrace } from '../../../../src/core/trace/exceptions';
import { fixture } from './support';

function described(name: string): string[] {
  return describeTrace(parseTrace(fixture(name)), inEnglish);
}

describe('describeTrace', () => {
  it('tells the root cause first, what it led to, and what was thrown beside it', () => {
    assert.deepEqual(described('java-suppressed-nested'), [
      'Root cause: java.lang.ArithmeticException: / by zero',
      '  → org.works.Pump.rate  Pump.java:12  [org.works]',
      'That led to: org.works.PumpException: pump 3 would not stop',
      '    org.works.Pump.stop  Pump.java:30  [org.works]',
      '    org.works.Main.main  Main.java:8  [org.works]',
      'Suppressed: org.works.ValveException: valve 1 stuck',
      '    org.works.Valve.close  Valve.java:17  [org.works]',
      '    org.works.Pump.stop  Pump.java:31  [org.works]',
      '  Because of: java.lang.InterruptedException',
      '      java.lang.Thread.sleep0  [java.base]',
      '      org.works.Valve.close  Valve.java:15  [org.works]',
      'Suppressed: org.works.ValveException: valve 2 stuck',
    ]);
  });

  it('tells what was being handled from what was caused', () => {
    assert.deepEqual(described('py-cause-context').filter((line) => !line.startsWith(' ')), ['Root cause: ValueError: bad lid', 'That led to: RuntimeError: tank 7 not inspected', "While that was handled: KeyError: 'valve'"]);
  });

  it('shows the innermost frame of the application, however deep in libraries, and counts the rest', () => {
    const deep = ['Error: x', ...Array.from({ length: 9 }, (_, index) => `    at f${index} (node:net:${index + 1}:1)`), '    at own (/srv/works/a.js:1:1)'];
    assert.deepEqual(describeTrace(parseTrace(deep), inEnglish).slice(-2), ['  → own  /srv/works/a.js:1:1', '    … 3 more frames']);
  });

  it('says nothing where there is no trace', () => {
    assert.deepEqual(describeTrace(parseTrace(['pump 3 is on', '  since ten']), inEnglish), []);
  });
});
