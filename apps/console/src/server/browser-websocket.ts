/** Stands for the package `ws`, which the client uses only where the runtime has no WebSocket: every browser has one. */
export const WebSocket = globalThis.WebSocket;
