import type { Judgement } from '../core/detector';
import type { ModelInUse, Prediction } from '../core/learning';
import { mayDecide, modelMark } from '../core/modelClue';
import type { Model } from './model';
import { Predictor } from './predictor';

/** Surer than this, the model is right more often than not, and more often than the rules: measured in docs/quality.md. */
const sureEnough = 0.5;
/** Templates that are remembered: a log whose templates never repeat is not to fill the memory. */
const mostKnown = 20_000;

interface Known {
  readonly prediction: Prediction;
  /** What stands among the evidence; null where it is not sure enough to say anything. */
  readonly mark: string | null;
}

/** A model that says of findings what they are about: asked once for each template, and loaded for the first. */
export class Classifier implements ModelInUse {
  private predictor: Predictor | null = null;
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly load: () => Model,
    readonly version: string,
  ) {}

  predict(template: string): Prediction {
    return this.about(template).prediction;
  }

  /** The judgement with the model's category where it is sure enough; how grave it is stays what the log and the rules say. */
  classify(judgement: Judgement, template: string): Judgement {
    if (!mayDecide(judgement.evidence)) return judgement;
    const { prediction, mark } = this.about(template);
    if (mark === null) return judgement;
    const { rule, text, weighed } = judgement.evidence;
    const evidence = { rule, text, weighed: [...weighed, mark] };
    const { severity, category, confidence } = judgement;
    if (prediction.category === category) return { severity, category, confidence, evidence };
    return { severity, category: prediction.category, confidence: Math.min(confidence, Math.round(prediction.confidence * 100) / 100), evidence };
  }

  private about(template: string): Known {
    const known = this.known.get(template);
    if (known) return known;
    this.predictor ??= new Predictor(this.load());
    const prediction = this.predictor.predict(template);
    const isSure = prediction.decidedBy === 'model' && prediction.confidence >= sureEnough;
    const about = { prediction, mark: isSure ? modelMark(prediction.category, prediction.confidence) : null };
    if (this.known.size >= mostKnown) this.known.clear();
    this.known.set(template, about);
    return about;
  }
}
