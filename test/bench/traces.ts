import type { Component } from './events';
import type { World } from './world';

const callers = ['collect', 'schedule', 'apply', 'handle', 'dispatch', 'invoke', 'run'];

/** Half of what is thrown is logged with its trace. */
function isTraced(world: World, thrown: string | null): thrown is string {
  return thrown !== null && world.random.below(2) === 0;
}

/** The lines of a Java trace below a record; empty where none is logged. */
export function javaTrace(world: World, component: Component, thrown: string | null): string {
  if (!isTraced(world, thrown)) return '';
  const frame = (): string => `\tat example.works.${component.package}.${component.type}.${world.random.pick(callers)}(${component.type}.java:${world.number(3)})`;
  const frames = (count: number): string[] => Array.from({ length: count }, frame);
  const cause = world.random.below(3) === 0 ? [`Caused by: java.io.IOException: telegram ${world.hex(8)} incomplete`, ...frames(2), `\t... ${world.random.between(10, 40)} more`] : [];
  return ['', `example.works.${thrown}: ${component.package} gave up after ${world.number(4)} ms`, ...frames(world.random.between(3, 7)), ...cause].join('\n');
}

/** The lines of a Python traceback below a record; empty where none is logged. */
export function pythonTrace(world: World, component: Component, thrown: string | null): string {
  if (!isTraced(world, thrown)) return '';
  const frames = Array.from({ length: world.random.between(2, 5) }, () => {
    const caller = world.random.pick(callers);
    return `  File "/opt/works/${component.package}/${component.type.toLowerCase()}.py", line ${world.number(3)}, in ${caller}\n    self.${caller}(reading)`;
  });
  return ['', 'Traceback (most recent call last):', ...frames, `works.errors.${thrown}: reading ${world.number(6)} of ${world.station()}`].join('\n');
}
