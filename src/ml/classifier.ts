import type { Judgement } from '../core/detector';
import type { ModelInUse, Prediction } from '../core/learning';
import { mayDecide, modelMark } from '../core/modelClue';
import type { Model } from './model';
import { Predictor } from './predictor';

/** Surer than this, the model is right more often than not, and more often than the rules: measured in docs/quality.md. */
const sureEnough = 0.5;
/** Templates that are remembered: a log whose templates never repeat is not to fill the memory. */
const mostKnown = 20_000;

/** A model that says of findings what they are about: asked once for each template. */
export class Classifier implements ModelInUse {
  private readonly predictor: Predictor;
  private readonly known = new Map<string, Prediction>();

  constructor(
    model: Model,
    readonly version: string,
  ) {
    this.predictor = new Predictor(model);
  }

  predict(template: string): Prediction {
    const known = this.known.get(template);
    if (known) return known;
    const prediction = this.predictor.predict(template);
    if (this.known.size >= mostKnown) this.known.clear();
    this.known.set(template, prediction);
    return prediction;
  }

  /** The judgement with the model's category where it is sure enough; how grave it is stays what the log and the rules say. */
  classify(judgement: Judgement, template: string): Judgement {
    if (!mayDecide(judgement.evidence)) return judgement;
    const { category, confidence, decidedBy } = this.predict(template);
    if (decidedBy !== 'model' || confidence < sureEnough) return judgement;
    const evidence = { ...judgement.evidence, weighed: [...judgement.evidence.weighed, modelMark(category, confidence)] };
    if (category === judgement.category) return { ...judgement, evidence };
    return { ...judgement, category, confidence: Math.min(judgement.confidence, Math.round(confidence * 100) / 100), evidence };
  }
}
