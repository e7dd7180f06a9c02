/** A number far beyond those that stood in its place before. */
export interface UnusualValue {
  readonly text: string;
  readonly line: number;
  /** The greatest there was before. */
  readonly most: number;
  /** How many there were before. */
  readonly seen: number;
  /** Standard deviations of the logarithm. */
  readonly deviations: number;
}

/** Numbers of a message that are watched, in a message so long at most. */
const mostPlaces = 6;
const longestMessage = 400;
const fewestSeen = 30;
const surprising = 6;
const clearly = 3;
/** Standard deviation of a logarithm that is taken for granted. */
const leastDeviation = 0.15;
/** Numbers by themselves, with a unit or not: no parts of addresses, times, names or versions. */
const measured = /(?<=^|[\s=:([])\d{1,15}(?:\.\d{1,6})?(?=$|[\s,;)\]%]|\.\s|(?:ns|us|µs|ms|s|sec|secs|min|b|kb|mb|gb|kib|mib|gib|bytes)(?![\w-]))/gi;

interface Place {
  seen: number;
  mean: number;
  squares: number;
  most: number;
}

/** What numbers stood in each place of one template. */
export class ValueWatch {
  private readonly places: Place[] = [];
  found: UnusualValue | null = null;

  /** Takes a message of the template. */
  add(message: string, line: number): void {
    if (message.length > longestMessage) return;
    let index = 0;
    for (const [text] of message.matchAll(measured)) {
      if (index === mostPlaces) return;
      this.addTo((this.places[index++] ??= { seen: 0, mean: 0, squares: 0, most: 0 }), text, line);
    }
  }

  private addTo(place: Place, text: string, line: number): void {
    const value = Number(text);
    const size = Math.log(value + 1);
    if (place.seen >= fewestSeen && value > clearly * place.most) {
      const deviations = (size - place.mean) / Math.max(leastDeviation, Math.sqrt(place.squares / place.seen));
      if (deviations >= surprising && deviations > (this.found?.deviations ?? 0)) this.found = { text, line, most: place.most, seen: place.seen, deviations };
    }
    place.seen++;
    const off = size - place.mean;
    place.mean += off / place.seen;
    place.squares += off * (size - place.mean);
    place.most = Math.max(place.most, value);
  }
}
