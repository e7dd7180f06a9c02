import { dimensions, type SparseVector } from './features';

/** A text's features and what it is; an example of weight 2 counts as two. */
export interface Example {
  readonly features: SparseVector;
  /** Place of its class. */
  readonly label: number;
  readonly weight: number;
}

export interface Training {
  readonly classes: number;
  /** Times each example is seen. */
  readonly epochs: number;
  /** Step at the start; Adagrad makes it smaller for features that are seen often. */
  readonly rate: number;
  /** How strongly weights are drawn to 0 each time their feature is seen. */
  readonly decay: number;
  /** The order of the examples follows from it: the same seed gives the same model. */
  readonly seed: number;
}

/** Multinomial logistic regression: a row of weights for each class, and last its bias. */
export class Softmax {
  /** `weights` has `dimensions + 1` values for each class. */
  constructor(
    readonly classes: number,
    readonly weights: Float32Array,
  ) {}

  /** The classes' scores before they become probabilities. */
  scores({ places, weights }: SparseVector): Float64Array {
    const scores = new Float64Array(this.classes);
    for (let of = 0; of < this.classes; of++) {
      const row = of * rowLength;
      let score = this.weights[row + dimensions] ?? 0;
      for (let each = 0; each < places.length; each++) score += (this.weights[row + (places[each] ?? 0)] ?? 0) * (weights[each] ?? 0);
      scores[of] = score;
    }
    return scores;
  }
}

/** Values of one class in a model's weights. */
export const rowLength = dimensions + 1;

/** Trains in one go. */
export function train(examples: readonly Example[], training: Training): Softmax {
  return finish(trainInSteps(examples, training));
}

/** Takes all steps of a work and returns what comes of it. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Trains with Adagrad, an epoch a step, so that others get their turn and it can be cancelled; time grows with examples ×
 * features of each × classes × epochs.
 */
export function* trainInSteps(examples: readonly Example[], { classes, epochs, rate, decay, seed }: Training): Generator<undefined, Softmax> {
  const weights = new Float32Array(classes * rowLength);
  const squares = new Float32Array(classes * rowLength).fill(1e-2);
  const model = new Softmax(classes, weights);
  const order = Int32Array.from(examples.keys());
  const random = randomFrom(seed);
  const step = (at: number, gradient: number): void => {
    const whole = gradient + decay * (weights[at] ?? 0);
    const square = (squares[at] ?? 0) + whole * whole;
    squares[at] = square;
    weights[at] = (weights[at] ?? 0) - (rate * whole) / Math.sqrt(square);
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const place of order) {
      const example = examples[place];
      if (!example) continue;
      const { features, label, weight } = example;
      const chances = probabilities(model.scores(features), 1);
      for (let of = 0; of < classes; of++) {
        const miss = ((chances[of] ?? 0) - (of === label ? 1 : 0)) * weight;
        if (Math.abs(miss) < 1e-4) continue;
        const row = of * rowLength;
        for (let each = 0; each < features.places.length; each++) step(row + (features.places[each] ?? 0), miss * (features.weights[each] ?? 0));
        step(row + dimensions, miss * 0.1);
      }
    }
    yield;
  }
  return model;
}

/** Scores as probabilities that sum up to 1; a temperature above 1 makes them more modest. */
export function probabilities(scores: Float64Array, temperature: number): Float64Array {
  const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const chances = scores.map((score) => Math.exp((score - most) / temperature));
  const sum = chances.reduce((a, b) => a + b, 0);
  return chances.map((chance) => chance / sum);
}

/** Place of the greatest value, the first of equals; 0 where there is none. */
export function greatest(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}

/** Numbers from 0 to below 1 that follow from a seed (xorshift). */
export function randomFrom(seed: number): () => number {
  let state = (seed | 0) === 0 ? 0x9e3779b9 : seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
