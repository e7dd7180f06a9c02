import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { count, fit, groupingFit, mean, median, noAnswers } from '../../eval/metrics';

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

describe('metrics', () => {
  it('measures precision, recall and F1', () => {
    const answers = noAnswers();
    const given: readonly (readonly [boolean, boolean])[] = [[true, true], [true, true], [true, true], [true, false], [false, true], [false, true], [false, false]];
    for (const [expected, answer] of given) count(answers, expected, answer);
    assert.deepEqual(answers, { truePositives: 3, falsePositives: 2, falseNegatives: 1, trueNegatives: 1 });
    const { precision, recall, f1 } = fit(answers);
    near(precision, 3 / 5);
    near(recall, 3 / 4);
    near(f1, 2 / 3);
  });

  it('gives 0 and no nonsense where nothing is there or found', () => {
    assert.deepEqual(fit(noAnswers()), { precision: 0, recall: 0, f1: 0 });
    assert.deepEqual([mean([]), median([])], [0, 0]);
  });

  it('takes the mean, and the upper one of two in the middle', () => {
    near(mean([1, 2, 6]), 3);
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 9, 5]), 5);
  });

  it('counts a group only where it is exactly right', () => {
    // Of the events a (3 lines), b (2), c (1): a is split, b is right, c is right.
    const { accuracy, f1 } = groupingFit(['a', 'b', 'a', 'b', 'c', 'a'], ['1', '2', '1', '2', '3', '4']);
    near(accuracy, 3 / 6);
    // 2 of 4 groups found are right, 2 of 3 events were found.
    near(f1, (2 * (2 / 4) * (2 / 3)) / (2 / 4 + 2 / 3));
  });

  it('counts a group of two events as wrong for both', () => {
    const { accuracy, f1 } = groupingFit(['a', 'b', 'c', 'c'], ['1', '1', '2', '2']);
    near(accuracy, 2 / 4);
    near(f1, (2 * (1 / 2) * (1 / 3)) / (1 / 2 + 1 / 3));
  });

  it('gives full marks for the same grouping under other names', () => {
    assert.deepEqual(groupingFit(['a', 'b', 'a'], ['x', 'y', 'x']), { accuracy: 1, f1: 1 });
  });
});
