import type { MessagePort, Transferable, Worker } from 'node:worker_threads';
import type { MessagePortLike } from '../shared/rpc';

/** Lets a channel talk over a worker, from either of its sides. */
export function workerPort(port: Worker | MessagePort): MessagePortLike {
  return {
    post: (message, transfer) => {
      port.postMessage(message, transfer as readonly Transferable[] | undefined);
    },
    listen: (receive) => {
      port.on('message', receive);
      return () => port.off('message', receive);
    },
  };
}
