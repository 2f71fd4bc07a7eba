/** Whether the control plane's transport is connected; Nest tells it by the microservice's status stream. */
export class ControlLink {
  connected = false;
}
