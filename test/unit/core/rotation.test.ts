import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { familyOf, rotatedName, type NamedFile } from '../../../src/core/rotation';

/** Files of a folder, the last changed last. */
const files = (...names: readonly string[]): NamedFile[] => names.map((name, index) => ({ name, modified: index }));

/** The family of its last member, found from each of its members and in a folder in disorder, with strangers. */
function assertFamily(...ordered: readonly string[]): void {
  const changed = files(...ordered);
  const folder = [...changed].sort((a, b) => (a.name < b.name ? 1 : -1)).concat(files('other.log', 'other.log.1', 'app', 'apple.log', 'readme.md'));
  for (const name of ordered) assert.deepEqual(familyOf(name, folder), ordered, `from ${name}`);
}

describe('rotatedName', () => {
  const table: readonly (readonly [name: string, family: string, date: string | null, number: number | null])[] = [
    ['app.log', 'app.log', null, null],
    ['app.log.1', 'app.log', null, 1],
    ['app.log.02.gz', 'app.log', null, 2],
    ['syslog.7.gz', 'syslog', null, 7],
    ['app.1.log', 'app.log', null, 1],
    ['app.log.old', 'app.log', null, 1],
    ['app-2024-01-02.log', 'app.log', '20240102', null],
    ['app_20240102.log', 'app.log', '20240102', null],
    ['log20240102.txt', 'log.txt', '20240102', null],
    ['log20240102_001.txt', 'log.txt', '20240102', 1],
    ['app.2024-01-02.3.log.gz', 'app.log', '20240102', 3],
    ['app-2024-01-02T15-04-05.000.log.gz', 'app.log', '20240102150405000', null],
    ['app.log.2024-01-02', 'app.log', '20240102', null],
    ['app.log.2024-01-02_15-04', 'app.log', '202401021504', null],
    ['app.log-20240102.gz', 'app.log', '20240102', null],
    ['app.log.2024-01-02.11', 'app.log', '20240102', 11],
    ['app.log.2024-01', 'app.log', '202401', null],
    ['messages-20240102', 'messages', '20240102', null],
    ['pump.host.me.log.INFO.20240102-150405.4711', 'pump.host.me.log.INFO', '202401021504054711', null],
    ['Xorg.0.log.old', 'Xorg.0.log', null, 1],
    ['part-1234567890.log', 'part-1234567890.log', null, null],
  ];
  for (const [name, family, date, number] of table) {
    it(`takes ${name} apart`, () => {
      const found = rotatedName(name);
      assert.deepEqual([found.family, found.date, found.number], [family, date, number]);
    });
  }
});

describe('familyOf', () => {
  it('orders by number, the highest first', () => assertFamily('app.log.10.gz', 'app.log.2.gz', 'app.log.1', 'app.log'));
  it('orders by date', () => assertFamily('app-2023-12-31.log', 'app-2024-01-01.log.gz', 'app-2024-01-02.log'));
  it('has the current one behind those with a date', () => assertFamily('app.log.2023-12-31', 'app.log.2024-01-01', 'app.log'));
  it('orders the numbers of a day upwards', () => assertFamily('app.2024-01-01.0.log', 'app.2024-01-01.2.log', 'app.2024-01-01.10.log', 'app.2024-01-02.0.log', 'app.log'));
  it('takes numbers before the extension as their last changes say', () => {
    assertFamily('app.3.log', 'app.2.log', 'app.1.log', 'app.log');
    assertFamily('app.1.log', 'app.2.log', 'app.3.log', 'app.log');
  });
  it('takes last changes where dates and numbers stand side by side', () => assertFamily('app.log.2024-01-01', 'app.log.2', 'app.log.1', 'app.log'));

  it('takes a part once where it is being packed', () => {
    assert.deepEqual(familyOf('app.log', files('app.log', 'app.log.1', 'app.log.1.gz', 'app.log.2.gz')), ['app.log.2.gz', 'app.log.1', 'app.log']);
  });

  it('leaves alone what is numbered for another reason', () => {
    const folder = files('node.1.log', 'node.2.log', 'Xorg.0.log', 'Xorg.1.log', 'Xorg.1.log.old');
    assert.deepEqual(familyOf('node.1.log', folder), ['node.1.log']);
    assert.deepEqual(familyOf('Xorg.1.log', folder), ['Xorg.1.log.old', 'Xorg.1.log']);
    assert.deepEqual(familyOf('missing.log', folder), ['missing.log']);
  });
});
