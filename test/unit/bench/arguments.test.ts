import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { BenchUsageError, help, readArguments } from '../../bench/arguments';

const today = new Date(Date.UTC(2026, 10, 23, 12));

describe('the arguments of the bench', () => {
  it('are a quick run of everything by default', () => {
    assert.deepEqual(readArguments([], today), { size: 256e6, only: [], runs: 5, seed: 1, scale: null, markdown: false, date: '2026-11-23', cli: null, clean: false, help: false });
  });

  it('take sizes in units', () => {
    const sizes = ['64m', '1g', '1.5G', '300kb', '5000'].map((size) => readArguments(['--size', size], today).size);
    assert.deepEqual(sizes, [64e6, 1e9, 1.5e9, 3e5, 5000]);
  });

  it('name cases and what else is to be done', () => {
    const options = readArguments(['--only', 'mixed-1, gz,', '--runs', '3', '--seed=7', '--scale', '10g', '--markdown', '--date', '1 May', '--cli', 'x.js'], today);
    assert.deepEqual(options, { size: 256e6, only: ['mixed-1', 'gz'], runs: 3, seed: 7, scale: 10e9, markdown: true, date: '1 May', cli: 'x.js', clean: false, help: false });
    assert.equal(readArguments(['--only', 'scale'], today).scale, 10e9);
    assert.deepEqual([readArguments(['--clean'], today).clean, readArguments(['--help'], today).help], [true, true]);
  });

  it('are refused with a reason', () => {
    const wrong = [['--size', 'big'], ['--size', '0'], ['--size', '1t'], ['--runs', '0'], ['--runs', '2.5'], ['--seed', '-1'], ['--faster'], ['mixed-1']];
    for (const args of wrong) assert.throws(() => readArguments(args, today), BenchUsageError, args.join(' '));
  });

  it('are all in the help, as are the other measurements', () => {
    for (const named of ['--size', '--only', '--runs', '--scale', '--markdown', '--date', '--seed', '--cli', '--clean', 'bench:activation', 'bench:host']) assert.ok(help.includes(named), named);
  });
});
