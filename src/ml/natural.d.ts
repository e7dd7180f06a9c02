/** Deep imports only: the package's root loads database clients. */
declare module 'natural/lib/natural/classifiers/bayes_classifier' {
  class BayesClassifier {
    addDocument(text: string | readonly string[], label: string): void;
    train(): void;
    getClassifications(text: string | readonly string[]): readonly { readonly label: string; readonly value: number }[];
  }
  export = BayesClassifier;
}

declare module 'natural/lib/natural/sentiment/SentimentAnalyzer' {
  class SentimentAnalyzer {
    constructor(language: 'English', stemmer: null, vocabulary: 'afinn');
    /** The marks of the words, −5 to 5 each, added and divided by how many words there are; NaN of none. After a negation all are turned round, to the end. */
    getSentiment(words: readonly string[]): number;
  }
  export = SentimentAnalyzer;
}
