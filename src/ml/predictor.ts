import type { Prediction } from '../core/learning';
import { matchText } from '../core/matching';
import { featuredLength, featuresOf } from './features';
import { categoryAt, severityAt, type CalibratedSoftmax, type Model } from './model';
import { ruleWord } from './ruleWord';
import { greatest, probabilities } from './softmax';

/** Below it the model knows little more than nothing, and rules that name something stand: measured in docs/quality.md. */
const leastConfidence = 0.3;

/** Says what messages are that tell of trouble. The model knows what the rules say: it overrules them where it has learnt better. */
export class Predictor {
  constructor(private readonly model: Model) {}

  predict(message: string): Prediction {
    const matches = matchText(message, 'message');
    const features = featuresOf(message, message.length <= featuredLength ? matches : undefined);
    const chances = chancesOf(this.model.category, features);
    const place = greatest(chances);
    const confidence = chances[place] ?? 0;
    const word = ruleWord(message, matches);
    // A rule that names what happened knows how grave it is; words that are merely bad do not.
    const severity = word.rule !== null && word.rule.vague !== true && word.severity !== null ? word.severity : severityAt(greatest(chancesOf(this.model.severity, features)));
    if (confidence >= leastConfidence || word.category === 'general') return { category: categoryAt(place), confidence, severity, decidedBy: 'model' };
    return { category: word.category, confidence, severity, decidedBy: 'rules' };
  }
}

function chancesOf({ softmax, temperature }: CalibratedSoftmax, features: ReturnType<typeof featuresOf>): Float64Array {
  return probabilities(softmax.scores(features), temperature);
}
