// What the suite uses of smtp-server. Its published types would bring those of half the clouds.
declare module "smtp-server" {
  import type { Readable } from "node:stream";
  import type { Server } from "node:net";

  export interface Session {
    secure: boolean;
    envelope: { rcptTo: { address: string }[] };
  }

  export interface Options {
    secure: boolean;
    key: string;
    cert: string;
    authMethods: string[];
    disableReverseLookup: boolean;
    closeTimeout: number;
    onAuth(
      given: { username?: string; password?: string },
      session: Session,
      answer: (error: Error | null, accepted?: { user: string }) => void,
    ): void;
    onData(stream: Readable, session: Session, answer: (error: Error | null) => void): void;
  }

  export class SMTPServer {
    constructor(options: Options);
    listen(port: number, host: string): Server;
    close(done: () => void): void;
    on(event: "error", listen: (error: Error) => void): this;
  }
}
