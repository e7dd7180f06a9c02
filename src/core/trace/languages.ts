import { apple } from './languages/apple';
import { beam } from './languages/beam';
import { cpp } from './languages/cpp';
import { dart } from './languages/dart';
import { dotnet, windows } from './languages/dotnet';
import { go } from './languages/go';
import { javascript, v8 } from './languages/javascript';
import { jvm } from './languages/jvm';
import { kernel } from './languages/kernel';
import { others } from './languages/others';
import { perl } from './languages/perl';
import { php } from './languages/php';
import { python } from './languages/python';
import { ruby } from './languages/ruby';
import { rust } from './languages/rust';
import { sanitizers } from './languages/sanitizers';
import type { TraceTable } from './table';

/** Every language and program whose traces are known by their first lines. */
export const languages: readonly TraceTable[] = [jvm, javascript, v8, dotnet, windows, python, php, ruby, perl, beam, dart, go, rust, apple, cpp, sanitizers, kernel, ...others];
