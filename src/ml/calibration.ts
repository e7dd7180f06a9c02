import { greatest, probabilities } from './softmax';

/** A prediction's confidence, and whether it was right. */
export interface Outcome {
  readonly confidence: number;
  readonly right: boolean;
}

/** Predictions of about the same confidence. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Means over the bin; 0 where it is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Scores of a text that the model was not trained with, and what it is. */
export interface HeldOut {
  readonly scores: Float64Array;
  readonly label: number;
}

const bins = 10;

/** How often predictions were right at each confidence: in ten bins of equal width. */
export function reliability(outcomes: readonly Outcome[]): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, place) => {
    const members = outcomes.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === place);
    const share = (sum: number): number => (members.length === 0 ? 0 : sum / members.length);
    const confidence = share(members.reduce((sum, each) => sum + each.confidence, 0));
    return { from: place / bins, to: (place + 1) / bins, count: members.length, confidence, accuracy: share(members.filter(({ right }) => right).length) };
  });
}

/** Expected calibration error, 0 to 1: how far confidence is from accuracy, on average over all predictions. */
export function calibrationError(outcomes: readonly Outcome[]): number {
  if (outcomes.length === 0) return 0;
  return reliability(outcomes).reduce((sum, { count, confidence, accuracy }) => sum + (count / outcomes.length) * Math.abs(confidence - accuracy), 0);
}

/** The temperature from .3 to 4 at which held-out truth is likeliest; 1 where nothing was held out. */
export function fitTemperature(heldOut: readonly HeldOut[]): number {
  if (heldOut.length === 0) return 1;
  const loss = (temperature: number): number =>
    heldOut.reduce((sum, { scores, label }) => sum - Math.log(Math.max(1e-9, probabilities(scores, temperature)[label] ?? 0)), 0);
  const tried = Array.from({ length: 38 }, (_, step) => 0.3 + step * 0.1);
  return tried[greatest(tried.map((temperature) => -loss(temperature)))] ?? 1;
}
