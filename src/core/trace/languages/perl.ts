import type { TraceTable } from '../table';

/** Perl's `die` and `warn`, Carp's backtraces, and what its compiler says. */
export const perl: TraceTable = {
  language: 'perl',
  rows: [
    ['start', /\sat \S+ line \d+(?:, (?:<\S+> (?:line|chunk) \d+|near ".*))?\.?$/, 'died'],
    ['died', /^\t\S.* called at \S.* line \d+/, 'died'],
    ['died', /^\t\.\.\.(?:propagated|caught) at \S+ line \d+/, 'died'],
    ['died', /^(?:BEGIN failed--|Compilation failed in |Execution of .+ aborted |\S.* had compilation errors\.|(?:Global symbol|syntax error|Bareword|Type of arg|Not enough arguments|Too many arguments|Missing right|Unmatched right|Can't find string terminator)\b.* at \S+ line \d+)/, 'died'],
  ],
};
