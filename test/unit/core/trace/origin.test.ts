import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseFrames } from '../../../../src/core/stackTrace';

describe('the origin of a frame', () => {
  const library: readonly [line: string, module: string | null][] = [
    ['\tat java.base/java.util.Optional.get(Optional.java:143)', 'java.base'],
    ['\tat app//org.junit.Assert.fail(Assert.java:89)', 'org.junit'],
    ['\tat org.springframework.web.servlet.DispatcherServlet.doGet(DispatcherServlet.java:9) ~[spring-webmvc-5.3.9.jar:5.3.9]', 'spring-webmvc-5.3.9.jar:5.3.9'],
    ['\tat works.Tank$$FastClassBySpringCGLIB$$6f3a1c2e.invoke(<generated>)', 'works'],
    ['\tat works.Tank$$Lambda$14/0x0000000800c03000.run(Unknown Source)', 'works'],
    ['\tat works.Tank$$SpringCGLIB$$0.drain(<generated>)', 'works'],
    ['\tat jdk.proxy2/jdk.proxy2.$Proxy31.drain(Unknown Source)', 'jdk.proxy2'],
    ['\tat com.sun.proxy.$Proxy7.drain(Unknown Source)', 'com.sun.proxy'],
    ['\tat jdk.internal.reflect.GeneratedMethodAccessor8.invoke(Unknown Source)', 'jdk.internal.reflect'],
    ['    at Module._compile (node:internal/modules/cjs/loader:1521:14)', 'node'],
    ['    at next (/srv/works/node_modules/@works/valve/lib/a.js:3:7)', '@works/valve'],
    ['    at next (/srv/works/node_modules/.pnpm/express@4.18.2/node_modules/express/lib/router.js:3:7)', 'express'],
    ['    at map (webpack:///./node_modules/lodash-es/map.js?:7:3)', 'lodash-es'],
    ['    at Array.map (<anonymous>)', null],
    ['  File "/usr/lib/python3.11/json/decoder.py", line 337, in decode', 'json'],
    ['  File "/srv/works/.venv/lib/python3.11/site-packages/sqlalchemy/engine/base.py", line 3, in execute', 'sqlalchemy'],
    ['  File "/usr/lib/python3/dist-packages/yaml/__init__.py", line 3, in load', 'yaml'],
    ['  File "<frozen importlib._bootstrap>", line 228, in _call', 'importlib._bootstrap'],
    ['   at System.Threading.Tasks.Task.Execute()', 'System.Threading.Tasks'],
    ['   at Microsoft.AspNetCore.Http.RequestDelegate.Invoke(HttpContext context) in /_/src/Http.cs:line 3', 'Microsoft.AspNetCore.Http'],
    ['#0 /srv/works/vendor/laravel/framework/src/Kernel.php(70): Illuminate\\Kernel->run()', 'laravel/framework'],
    ["\tfrom /usr/lib/ruby/gems/3.1.0/gems/rack-2.2.3/lib/rack.rb:7:in `call'", 'rack-2.2.3'],
    ["\tfrom /srv/works/vendor/bundle/ruby/3.1.0/gems/puma-6.0/lib/puma.rb:7:in `run'", 'puma-6.0'],
    ['    (stdlib 4.2) gen_server.erl:1149: :gen_server.try_handle_call/4', 'stdlib'],
    ['#1      StatefulElement.build (package:flutter/src/widgets/framework.dart:5592:27)', 'package:flutter'],
    ['    #5 0x7fd1 in __libc_start_main csu/../csu/libc-start.c:360:3', null],
    ['#4  0x00007ffff7c9d919 in foo () from /lib/x86_64-linux-gnu/libstdc++.so.6', '/lib/x86_64-linux-gnu/libstdc++.so.6'],
    [' vfs_read+0xb0/0x1d0', null],
    ['2   dyld                          \t       0x18f2e50e0 start + 2360', 'dyld'],
  ];
  const own: readonly [line: string, module: string | null][] = [
    ['\tat works.tank.Pump.lambda$main$0(Pump.java:14)', 'works.tank'],
    ['\tat works.tank.Lid.open(Lid.java:41) ~[works-tank-2.3.jar:2.3]', 'works-tank-2.3.jar:2.3'],
    ['    at open (/srv/works/lid.js:1:29)', null],
    ['    at Tank.render (https://works.example/assets/tank.js:2:1187)', null],
    ['    at drain (webpack-internal:///./src/tank.ts:14:21)', null],
    ['  File "/srv/works/lid.py", line 4, in open_lid', null],
    ['   at Works.Tank.<FillAsync>d__7.MoveNext()', 'Works'],
    ['#0 /srv/works/app/Store.php(9): PDO->__construct()', null],
    ["\tfrom /srv/works/tank.rb:7:in `drain'", null],
    ['    (works 0.1.0) lib/works/pump.ex:14: Works.Pump.handle_call/3', 'works'],
    ['    #1 0x55d1 in Tank::drain(int) /srv/works/tank.cpp:5:3', null],
    [' tank_read+0x1c/0x60 [tankdrv]', 'tankdrv'],
  ];
  for (const [isOwn, lines] of [[false, library], [true, own]] as const) {
    for (const [line, module] of lines) {
      it(`is ${isOwn ? 'the program' : 'a library or the runtime'} for ${line.trim()}`, () => {
        const [frame] = parseFrames(['x', line]);
        assert.deepEqual([frame?.application, frame?.module], [isOwn, module]);
      });
    }
  }

  it('is told in Go by import path and by the folder of modules', () => {
    const frames = parseFrames(['panic: x', '', 'goroutine 1 [running]:', 'example.com/works/tank.(*Tank).Drain(0x0)', '\t/srv/works/tank/tank.go:4 +0x1', 'github.com/gin-gonic/gin.(*Context).Next(0x0)', '\t/root/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go:174 +0x1', 'net/http.serverHandler.ServeHTTP(0x0)', '\t/usr/local/go/src/net/http/server.go:2936 +0x1']);
    assert.deepEqual(frames.map(({ module, application }) => [module, application]), [['example.com/works/tank', true], ['github.com/gin-gonic/gin@v1.9.1', false], ['net/http', false]]);
  });

  it('is told in Rust by crate and by the folder of the registry', () => {
    const frames = parseFrames(["thread 'main' panicked at src/main.rs:1:1:", 'x', 'stack backtrace:', '   0: tokio::runtime::run', '             at /root/.cargo/registry/src/index.crates.io-6f17/tokio-1.35.0/src/runtime.rs:9:5', '   1: works::drain', '             at ./src/tank.rs:9:5']);
    assert.deepEqual(frames.slice(-2).map(({ module, application }) => [module, application]), [['tokio-1.35.0', false], ['works', true]]);
  });
});
