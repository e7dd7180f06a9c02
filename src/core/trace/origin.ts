/** The runtimes and languages whose frames are told apart: each has its own libraries. */
export type Runtime = 'beam' | 'dart' | 'dotnet' | 'go' | 'javascript' | 'jvm' | 'kernel' | 'native' | 'perl' | 'php' | 'python' | 'ruby' | 'rust' | 'script';

/** What a frame says of itself; all of it as the trace writes it. */
export interface Place {
  readonly function: string | null;
  readonly file: string | null;
  /** A package, archive or library that the frame itself names. */
  readonly package: string | null;
}

/** Where a frame's code comes from. */
export interface Origin {
  /** The package, archive, library or import path that the code lies in; null where nothing tells. */
  readonly module: string | null;
  /** False for code of the runtime, of its standard library and of packages from elsewhere, and for code made at run time. */
  readonly application: boolean;
}

/** How one runtime tells its own code and its packages from the program's. */
interface Library {
  readonly files: RegExp;
  readonly functions: RegExp;
  /** Names of packages, archives and native libraries that come from elsewhere. */
  readonly packages: RegExp;
  /** The module in the file's path, as the one group of the first that matches. */
  readonly modulesOfFiles: readonly RegExp[];
  /** The module in the function's name. */
  readonly modulesOfFunctions: readonly RegExp[];
}

const never = /(?!)/;
/** No name or path of so many characters tells a module. */
const longestName = 400;

/** The origin of a frame; what says nothing of its origin is given the benefit of the doubt. */
export function originOf(place: Place, runtime: Runtime): Origin {
  const library = libraries[runtime];
  const file = place.file?.replaceAll('\\', '/') ?? null;
  const name = place.function;
  const foreign =
    (file !== null && library.files.test(file)) || (name !== null && library.functions.test(name)) || (place.package !== null && library.packages.test(place.package));
  const module = place.package ?? first(library.modulesOfFiles, file) ?? first(library.modulesOfFunctions, name);
  return { module, application: !foreign && (name !== null || file !== null) };
}

/** What the first pattern that matches captures in its one group. */
function first(patterns: readonly RegExp[], text: string | null): string | null {
  if (text === null || text.length > longestName) return null;
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function library({ files = never, functions = never, packages = never, modulesOfFiles = [], modulesOfFunctions = [] }: Partial<Library>): Library {
  return { files, functions, packages, modulesOfFiles, modulesOfFunctions };
}

const goStandard =
  'archive|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|hash|html|image|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|text|time|unicode|unique|unsafe|weak';

const libraries: Readonly<Record<Runtime, Library>> = {
  jvm: library({
    functions:
      /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|clojure|groovy|org\.(?:springframework|apache|hibernate|eclipse|junit|codehaus|gradle|mortbay|jboss|wildfly|postgresql|mariadb|mongodb|slf4j|aopalliance|aspectj|mockito|testng|jooq|quartz|glassfish|mybatis|flywaydb|liquibase|keycloak|yaml|json|bouncycastle|redisson|elasticsearch|opensearch|thymeleaf|http4s|typelevel|scalatest|cloudfoundry|openjdk|graalvm)|com\.(?:mysql|zaxxer|fasterxml|mongodb|google\.(?:common|gson|inject|protobuf|cloud)|netflix|microsoft\.sqlserver|oracle|ibm|squareup|github\.benmanes|rabbitmq|lmax|datastax|typesafe|intellij|android|amazonaws|codahale|graphql|lightbend|rometools|ctc|alibaba)|ch\.qos|io\.(?:netty|micrometer|grpc|vertx|quarkus|micronaut|reactivex|undertow|lettuce|ktor|opentelemetry|jsonwebtoken|r2dbc|smallrye|projectreactor|dropwizard|swagger|confluent)|net\.(?:bytebuddy|sf|sourceforge|logstash|ttddyy)|oracle\.(?:jdbc|net|sql)|okhttp3|okio|retrofit2|reactor|akka|redis\.clients|javassist|cglib|rx|play|zio|cats|feign|freemarker|dalvik|android|androidx|libcore|software\.amazon|weblogic|bsh|jline|worker\.org\.gradle)\.|\$\$(?:FastClassBy|EnhancerBy|SpringCGLIB|Lambda)|(?:^|\.)\$Proxy\d|(?:^|\.)GeneratedMethodAccessor\d|(?:^|\.)GeneratedConstructorAccessor\d|_\$\$_(?:jvst|javassist)|\$HibernateProxy\$|\$ByteBuddy\$|\$MockitoMock\$|\$\$Invoker|^jdk\.proxy\d/,
    packages:
      /^(?:java\.|jdk\.|rt\.jar|(?:spring|tomcat|jetty|netty|hibernate|jackson|logback|log4j|slf4j|kotlin|scala-library|akka|reactor|guava|HikariCP|postgresql|mysql-connector|mariadb-java|ojdbc|mongo|kafka-clients|lettuce|jedis|okhttp|httpc|commons|undertow|micrometer|junit|mockito|servlet|jakarta|javax|byte-buddy|aspectj|cglib|groovy|caffeine|vertx|grpc|protobuf|gson|snakeyaml|aws|spark|hadoop|catalina|jsp|el-api)[-\w.]*(?:\.jar)?(?::|$))/,
    modulesOfFunctions: [/^((?:[a-z_][\w$]*\.)*[a-z_][\w$]*)\.[A-Z$]/, /^((?:[a-z_][\w$]*\.)+[a-z_][\w$]*)\$/],
  }),
  javascript: library({
    files:
      /^(?:node:|internal\/|internal:|native\b|ext:|deno:|bun:|core\/|webpack\/|<(?:anonymous|unknown)>?|\[native|chrome-extension:|moz-extension:|chrome:|resource:|(?:fs|net|events|module|timers|domain|vm|stream|http|https|tls|dns|util|path|url|zlib|_\w+|async_hooks|child_process|bootstrap_node)\.js$)|(?:^|\/)(?:node_modules|bower_components|\.yarn|\.pnpm|deps\/v8)(?:\/|$)|^https:\/\/(?:deno\.land\/(?:std|x)|jsr\.io|esm\.sh|cdn\.|unpkg\.com|[\w.]*\.cloudflare\.com|[\w.]*\.googleapis\.com)|\/webpack\/(?:bootstrap|runtime)/,
    functions: /^(?:node::|v8::|__webpack_require__|Module\._|process\.processTicks)/,
    modulesOfFiles: [
      /.*\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/,
      /^(?:\.\/|~\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)/,
      /^(node|bun|ext|deno):/,
      /^https:\/\/deno\.land\/(std[^/]*|x\/[^/]+)/,
      /^https:\/\/jsr\.io\/(@[^/]+\/[^/]+)/,
    ],
  }),
  python: library({
    files:
      /^(?:<frozen |<__array_function__|<attrs |<decorator)|(?:^|\/)(?:site-packages|dist-packages|lib(?:64)?\/python\d[\d.]*|lib\/pypy[\d.]*|Python\d+\/Lib|python\d+\.zip|python[\d.]+\/Lib|\.cpython-\d)(?:\/|$)/,
    modulesOfFiles: [
      /.*\/(?:site|dist)-packages\/([^/]+?)(?:\.py)?(?:\/|$)/,
      /\/lib(?:64)?\/python\d[\d.]*\/([^/]+?)(?:\.py)?(?:\/|$)/,
      /\/Lib\/([^/]+?)(?:\.py)?(?:\/|$)/,
      /^<frozen ([\w.]+)>/,
    ],
  }),
  go: library({
    files: new RegExp(
      String.raw`(?:^|/)(?:pkg/mod|\.gopath|go/pkg)/|(?:^|/)vendor/(?:[\w-]+\.)+[a-z]+/|^(?:/usr/(?:local/|lib/)?|.*/)?[Gg]o(?:-?\d[\d.]*)?(?:/\d[\d.]*)?(?:/x64)?(?:/libexec)?/src/(?:${goStandard}|vendor|cmd)/|^(?:runtime|net|reflect|internal|testing|sync|os|syscall)/[\w./]+\.(?:go|s)$|^_testmain\.go|^_cgo_`,
    ),
    functions: new RegExp(String.raw`^(?:${goStandard})(?:/[\w./-]*)?\.|^panic(?:\(|$)|^(?:google\.golang\.org|golang\.org|gopkg\.in|go\.uber\.org|k8s\.io/(?:client-go|apimachinery)|go\.opentelemetry\.io)/|^type\.\.|^runtime/debug\.`),
    modulesOfFiles: [/\/pkg\/mod\/((?:[^/@]+\/)*[^/@]+@[^/]+)/, /\/vendor\/((?:[\w-]+\.)+[a-z]+\/[^/]+\/[^/]+)/],
    modulesOfFunctions: [/^((?:[^/()]+\/)*[^/.()]+)\.\S/],
  }),
  rust: library({
    files: /^\/rustc\/|(?:^|\/)(?:\.cargo\/(?:registry|git)|\.rustup|cargo\/registry|registry\/src|lib\/rustlib|vendor)\/|^library\/(?:std|core|alloc)\/|^(?:std|core|alloc)\/src\//,
    functions:
      /^<{0,3}&?(?:mut |dyn )?(?:std|core|alloc|proc_macro|test|__rustc|backtrace|tokio|futures\w*|hyper|actix\w*|rayon|tower|axum|async_std|color_eyre|eyre|anyhow)(?:\[[0-9a-f]+\])?::|^(?:rust_begin_unwind|rust_panic|__rust_|_?__libc_|main$|_start$|start_thread|clone3?$|<unknown>|std\[)/,
    modulesOfFiles: [/\/registry\/src\/[^/]+\/([^/]+)/, /\.cargo\/git\/checkouts\/([^/]+)/, /^\/rustc\/[^/]+\/library\/([^/]+)/],
    modulesOfFunctions: [/^<{0,3}&?(?:mut |dyn )?([a-z_]\w*)(?:\[[0-9a-f]+\])?::/],
  }),
  dotnet: library({
    files: /^(?:\/_\/src\/|\/_\/artifacts|\/_\/|[A-Z]:\/_work\/|f:\/dd\/|D:\/a\/_work\/1\/s\/src\/)|\/\.nuget\/packages\//,
    functions:
      /^(?:(?:async |void |bool |int |string |object |static |Task(?:<[^>]*>)? )*)(?:System|Microsoft|Mono|Newtonsoft|Npgsql|MySql|MySqlConnector|Serilog|NLog|Autofac|AutoMapper|MediatR|Polly|Dapper|StackExchange|RabbitMQ|MassTransit|Hangfire|Grpc|Google|Amazon|Azure|Xunit|NUnit|Castle|MongoDB|Oracle|Swashbuckle|FluentValidation|Quartz|UnityEngine|UnityEditor|MS|Internal|Interop|FSharp|Akka|Orleans|Elastic|OpenTelemetry|IdentityServer4|Moq)\.|^(?:lambda_method\d*|InvokeStub_|DynamicClass\.|\(wrapper |Dynamic_)/,
    packages: /^(?:System|Microsoft|mscorlib|netstandard|coreclr|clr|kernel32|ntdll|KERNELBASE|ucrtbase|hostfxr|hostpolicy)\b/i,
    modulesOfFiles: [/\/\.nuget\/packages\/([^/]+\/[^/]+)/],
    modulesOfFunctions: [/^(?:[\w<>[\]?,]+ )*((?:[A-Z]\w*\.)*[A-Z]\w*)\.[A-Za-z_][\w`+]*(?:\[.*\])?(?:\.<\w*>[\w|]*)?\.(?:\.?\w+|<[^.]*)(?:\[.*\])?$/],
  }),
  php: library({
    files: /(?:^|\/)(?:vendor|pear|usr\/share\/php)\/|^(?:phar:|\[internal|\[main)/,
    // The function is the one called, the file that of the caller: the file alone tells whose code it is.
    modulesOfFiles: [/.*\/vendor\/([^/]+\/[^/]+)\//],
    modulesOfFunctions: [/^([A-Z]\w*(?:\\[A-Z]\w*)*)\\[A-Z]\w*(?:->|::)/],
  }),
  ruby: library({
    files: /^(?:<internal:|<main>$|\(eval|eval\)|bin\/(?:rails|bundle|rake)$)|(?:^|\/)(?:vendor\/bundle|gems|rubygems|ruby\/\d[\d.]*|bundler\/gems|vendor_ruby|site_ruby)(?:\/|$)|\/lib\/ruby\//,
    // A frame with a package before it is one of a gem's.
    packages: /./,
    modulesOfFiles: [/.*\/gems\/([^/]+)\//, /\/lib\/ruby\/(?:vendor_ruby|\d[\d.]*)\/([^/]+?)(?:\.rb)?(?:\/|$)/],
  }),
  beam: library({
    files: /^(?:gen_server|gen_statem|gen|gen_event|proc_lib|supervisor|erl_eval|init|timer|lists|maps|ets|file|io|shell|elixir\w*)\.erl$|(?:^|\/)deps\/|\/lib\/(?:erlang|elixir)\//,
    functions: /^:?(?:erlang|gen_server|gen_statem|gen_event|gen|proc_lib|supervisor|erl_eval|timer|init|elixir\w*|lists|maps|ets)[.:]|^(?:Enum|Map|Keyword|List|String|Task|GenServer|Agent|Stream|Kernel|IO|File|Supervisor|Registry|Access|Integer|Ecto|Phoenix|Plug)\./,
    packages: /^(?:elixir|stdlib|kernel|erts|mix|ex_unit|iex|logger|phoenix\w*|plug\w*|ecto\w*|db_connection|cowboy\w*|bandit|ranch|postgrex|jason|telemetry\w*|absinthe\w*|oban|tesla|finch|mint|hackney|broadway\w*|swoosh)\b/,
    modulesOfFunctions: [/^:?([a-z]\w*)[.:]/, /^((?:[A-Z]\w*\.)*[A-Z]\w*)\./, /^anonymous fn\/\d+ in ((?:[A-Z]\w*\.)*[A-Z]\w*)\./],
  }),
  dart: library({
    files: /^(?:dart:|dart-sdk|package:(?:flutter\w*|async|stream_transform|http|dio|test\w*|matcher|bloc|flutter_bloc|provider|riverpod|get|collection|path|shelf\w*|stack_trace|sentry\w*|firebase\w*|cloud_firestore|sky_engine)\/|org-dartlang-)/,
    modulesOfFiles: [/^(dart:[\w-]+|package:[^/]+)/],
  }),
  perl: library({
    files: /(?:^|\/)(?:perl5?\/\d[\d.]*|share\/perl\d?|perl-base|site_perl|vendor_perl|lib\/perl5|local\/lib\/perl5)(?:\/|$)|\/Carp\.pm$/,
    modulesOfFunctions: [/^((?:\w+::)*\w+)::/],
  }),
  native: library({
    files:
      /^(?:\.\.\/sysdeps\/|\.\.\/csu\/|\.\/(?:nptl|stdlib|sysdeps|csu|malloc|libio|signal|elf|string|misc|assert|debug|io|posix)\/|\/build\/(?:glibc|gcc)|csu\/|nptl\/|sysdeps\/|<null>|<built-in>|\/usr\/(?:include|lib|lib64|libexec)\/|\/lib(?:64)?\/|.*\/include\/c\+\+\/|.*\/libsanitizer\/|.*\/compiler-rt\/|.*\/libstdc\+\+-v3\/|.*\/bits\/(?:stl_|invoke|std_)|.*\/v8\/src\/|.*\/boost\/)/,
    functions:
      /^(?:std::|__gnu_cxx::|boost::|absl::|_?__libc_|__GI_|__pthread|pthread_|__restore_rt|start_thread$|clone3?$|__clone3?$|_start$|__asan|__ubsan|__tsan|__msan|__lsan|__sanitizer|__interceptor|operator (?:new|delete)|v8::|node::|uv_|swift_|_swift|objc_|_objc|__cxa_|__cxx|_Unwind|abort$|raise$|gsignal$|malloc|calloc|realloc|free$|mem(?:cpy|set|move|cmp)|str(?:len|cpy|cmp|dup)|__assert|__stack_chk|__fortify|__chk_fail|\?\?$|_dispatch_|thread_start|_pthread|dyld|start$|CF\w+|-\[NS|__CF|_CF|NSApplicationMain|UIApplicationMain|Rtl\w+|Nt\w+|Base\w*ThreadInitThunk|__scrt_|invoke_main|closure #\d+ in .*Swift\.|specialized Swift\.)/,
    packages:
      /(?:^|\/)(?:lib(?:c|stdc\+\+|m|pthread|gcc_s|asan|ubsan|tsan|msan|dl|rt|jvm|python|ruby|perl|swift|objc|system|dispatch|dyld|glib|Qt|boost|ssl|crypto|c\+\+)\w*[-.\d]*|ld-[\w.-]+|ld\.|vgpreload_|\[vdso\]|dyld|CoreFoundation|Foundation|UIKit\w*|AppKit|GraphicsServices|HIToolbox|node$|ntdll|kernel32|KERNELBASE|ucrtbase\w*|msvcrt|vcruntime|win32u|user32|mscor|clr$|coreclr)|\.so(?:\.|$)|\.framework\b/i,
  }),
  // What lies in no module is the kernel's own.
  kernel: library({ packages: /^vmlinux$/ }),
  script: library({
    files: /(?:^|\/)(?:usr\/(?:share|lib)\/|rocks-\d|luarocks\/|nimble\/pkgs|nim\/lib\/|\.nimble\/|crystal\/lib\/|ghc-[\d.]+\/|\.cabal\/|\.stack\/|julia\/(?:stdlib|base)|\.julia\/packages|R\/library|\.opam\/)|^(?:\.\/)?(?:boot\.jl|client\.jl|Base\.jl|loading\.jl|essentials\.jl|libraries\/(?:base|containers)\/|stdlib\.ml$|list\.ml$|\[C\]$|\[builtin)/,
    functions: /^(?:Stdlib[._]|CamlinternalLF|GHC\.|base:)/,
    packages: /^(?:base|containers|ghc-prim|text|bytestring|Base|Core|Main\.Base|Stdlib|libc|Microsoft\.PowerShell)\b/,
  }),
};
