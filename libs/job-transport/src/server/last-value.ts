import { type Observable, Subscription } from 'rxjs';

/** The last value of a stream when it completes, undefined if it had none. Unsubscribes when the signal is aborted. */
export function lastValue(stream: Observable<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const subscription = new Subscription();
    const onAbort = () => {
      subscription.unsubscribe();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    subscription.add(() => signal.removeEventListener('abort', onAbort));
    let last: unknown;
    subscription.add(
      stream.subscribe({ next: (value) => (last = value), error: reject, complete: () => resolve(last) }),
    );
  });
}
