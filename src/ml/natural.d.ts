/** Deep imports only: the package's root loads database clients. */
declare module 'natural/lib/natural/classifiers/bayes_classifier' {
  class BayesClassifier {
    addDocument(text: string | readonly string[], label: string): void;
    train(): void;
    getClassifications(text: string | readonly string[]): readonly { readonly label: string; readonly value: number }[];
  }
  export = BayesClassifier;
}
