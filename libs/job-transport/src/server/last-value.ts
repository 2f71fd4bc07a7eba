import { type Observable, Subscription } from 'rxjs';

/** The last value of a stream when it completes, undefined if it had none. Leaves the stream when the signal is aborted. */
export function lastValue(stream: Observable<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const subscription = new Subscription();
    const leave = () => {
      subscription.unsubscribe();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    subscription.add(() => signal.removeEventListener('abort', leave));
    let last: unknown;
    subscription.add(
      stream.subscribe({ next: (value) => (last = value), error: reject, complete: () => resolve(last) }),
    );
  });
}
