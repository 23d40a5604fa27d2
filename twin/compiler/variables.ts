// Where variables live: globals one after the other above the code, locals in slots of the function's stack frame.
// A slot is the distance from ebp, which points above the parameters: the first parameter is at -4, the locals follow
// below the return address and the caller's ebp. A block gives its slots and bindings back when it ends.
// It makes no code.

import { Kind, type Symbol, type SymbolTable } from "./symbols.js";

/** What `endScope` restores. */
export interface Scope {
  slot: number;
  savedTop: number;
}

export class Variables {
  /** Whether a function is being compiled: then variables are locals. */
  inFunction = false;
  /** The slot of the newest local; it and the following two are negative. */
  slot = 0;
  /** The lowest slot that the function has used. */
  lowestSlot = 0;
  /** The slot of the caller's ebp. */
  frame = 0;
  /** The address of the next global. */
  nextGlobal = 0;

  constructor(
    private readonly symbols: SymbolTable,
    private readonly defineSymbol: (symbol: Symbol, kind: number, value: number) => void,
  ) {}

  declareVariable(symbol: Symbol, type: number): void {
    if (this.inFunction) {
      this.symbols.saveBinding(symbol);
      this.slot -= 4;
      if (this.slot < this.lowestSlot) this.lowestSlot = this.slot;
      symbol.value = this.slot;                         // a local may have a new value each time
      this.defineSymbol(symbol, Kind.Local, this.slot);
    } else {
      const address = this.nextGlobal;
      this.nextGlobal = this.nextGlobal + 4 | 0;
      this.defineSymbol(symbol, Kind.Global, address);
    }
    symbol.type = type;
  }

  beginScope(): Scope {
    return { slot: this.slot, savedTop: this.symbols.savedTop };
  }

  endScope({ slot, savedTop }: Scope): void {
    this.symbols.restoreBindings(savedTop);
    this.slot = slot;
  }

  /** A function begins: what is declared until `endParameters` are its parameters. Returns its scope. */
  beginFunction(): Scope {
    const scope = this.beginScope();
    this.inFunction = true;
    this.slot = 0;
    return scope;
  }

  endParameters(): void {
    this.slot -= 8;                                     // the return address and the caller's ebp
    this.frame = this.slot;
    this.lowestSlot = this.slot;
  }

  endFunction(scope: Scope): void {
    this.inFunction = false;
    this.endScope(scope);
  }
}
