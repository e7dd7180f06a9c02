import { categories, severities, type Category, type Severity } from '../core/finding';
import type { ModelCard } from '../core/learning';
import { hash64 } from '../core/template';
import { dimensions } from './features';
import { rowLength, Softmax } from './softmax';

/** A trained model: who decides on the category and who on the severity, with the temperature that makes each one's confidence true. */
export interface Model {
  readonly card: ModelCard;
  readonly category: CalibratedSoftmax;
  readonly severity: CalibratedSoftmax;
}

export interface CalibratedSoftmax {
  readonly softmax: Softmax;
  readonly temperature: number;
}

/** A file does not hold a model that can be used; the message says why. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** Changes with the features, their places and the file's format: a model of another version cannot be read. */
const version = 2;
/** Weights are kept as whole numbers from -`steps` to `steps`, one printable character each. */
const steps = 44;
const firstCode = 0x23;
const backslash = 0x5c;

interface PackedSoftmax {
  readonly temperature: number;
  /** For each class, what one step is worth. */
  readonly scales: readonly number[];
  readonly weights: string;
}

/** A model as text; `readModel` reads it. Weights are rounded, so a model is to be used as it is read back. */
export function writeModel({ card, category, severity }: Model): string {
  const body = JSON.stringify({ card, category: packed(category), severity: packed(severity) });
  return JSON.stringify({ stacklensModel: version, checksum: hash64(body), body });
}

/** Throws ModelError for what is damaged, of another version, or no model. */
export function readModel(text: string): Model {
  const { stacklensModel, checksum, body } = objectIn(text);
  if (stacklensModel === undefined) throw new ModelError('This is no model.');
  if (stacklensModel !== version) throw new ModelError(`The model is not of version ${String(version)}, which is needed.`);
  if (typeof body !== 'string' || hash64(body) !== checksum) throw new ModelError('The model is damaged: its checksum does not fit.');
  // What the checksum covers, `writeModel` has written.
  const { card, category, severity } = JSON.parse(body) as { card: ModelCard; category: PackedSoftmax; severity: PackedSoftmax };
  return { card, category: unpacked(category, categories.length), severity: unpacked(severity, severities.length) };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ModelError('The model is damaged: it is no JSON.', { cause: error });
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function packed({ softmax, temperature }: CalibratedSoftmax): PackedSoftmax {
  const scales: number[] = [];
  const rows: string[] = [];
  for (let of = 0; of < softmax.classes; of++) {
    const row = softmax.weights.subarray(of * rowLength, (of + 1) * rowLength);
    const most = row.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    const scale = Number((most / steps || 1).toPrecision(6));
    scales.push(scale);
    rows.push(Array.from(row, (weight) => characterOf(Math.round(weight / scale))).join(''));
  }
  return { temperature, scales, weights: rows.join('') };
}

function unpacked({ temperature, scales, weights }: PackedSoftmax, classes: number): CalibratedSoftmax {
  if (scales.length !== classes || weights.length !== classes * rowLength) throw new ModelError(`The model does not fit ${String(classes)} classes and ${String(dimensions)} features.`);
  const values = new Float32Array(weights.length);
  for (let at = 0; at < weights.length; at++) values[at] = numberOf(weights.charCodeAt(at)) * (scales[Math.floor(at / rowLength)] ?? 0);
  return { softmax: new Softmax(classes, values), temperature };
}

/** Neither a quote nor a backslash, which JSON would write as two. */
function characterOf(step: number): string {
  const code = firstCode + Math.max(-steps, Math.min(steps, step)) + steps;
  return String.fromCharCode(code >= backslash ? code + 1 : code);
}

function numberOf(code: number): number {
  return (code > backslash ? code - 1 : code) - firstCode - steps;
}

/** The class a prediction is about, by its place in the model. */
export function categoryAt(place: number): Category {
  return categories[place] ?? 'general';
}

export function severityAt(place: number): Severity {
  return severities[place] ?? 'low';
}
