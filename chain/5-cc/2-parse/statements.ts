// Statements (C99 6.8): parsing to a tree, one function for each production. break, continue and goto all become jumps
// to labels; a part that a constant condition leaves out is dropped, unless something jumps into it. What a statement
// does is left to the code generator.
import { b, ch } from "../../2-runtime/node.js";
import { isEqual64, isLess64 } from "../1-read/int64.js";
import {
  accept, enterNesting, error, errorAbout, expect, leaveNesting, next, peek, token, tokenName, unexpected,
} from "../1-read/tokens.js";
import { Label, Name, Node, Op, Token, Type } from "../model.js";
import { declaration } from "./declarations.js";
import { constantExpression, expression } from "./expressions.js";
import { converted, rvalue, scalar } from "./operands.js";
import { enterScope, leaveScope } from "./scopes.js";
import { isDeclarationStart } from "./specifiers.js";
import { cast, constantTruth, decay, NodeList, promote, statementNode } from "./tree.js";
import { isInteger, isVoid } from "./types.js";

function jumpNode(label: Label): Node {
  const node = statementNode(Op.Goto, null, null);
  node.label = label;
  return node;
}

// ( expression )
function parenthesized(): Node {
  expect(ch('('));
  const node = expression();
  expect(ch(')'));
  return node;
}

/** Adds a case to those of a switch, which are linked by `third` in the order of their values. */
function insertCase(owner: Node, place: Node): void {
  let before = owner, after = owner.third;
  const isUnsigned = owner.left!.type.isUnsigned;
  while (after !== null && isLess64(after.number, place.number, isUnsigned)) {
    before = after;
    after = after.third;
  }
  if (after !== null && isEqual64(after.number, place.number)) {
    error(b("duplicate case value"));
  }
  place.third = after;
  before.third = place;
}

/** The body of a function while it is parsed. */
class BodyParser {
  resultType: Type;
  /** Where break and continue jump, null outside of loops and switches. */
  breakLabel: Label | null = null;
  continueLabel: Label | null = null;
  /** The innermost switch, whose list of cases grows at its start. */
  innermostSwitch: Node | null = null;
  /** Grows with every label, case and default: what holds one cannot be left out. */
  places: number = 0;
  /** The labels that have names, the last one first. */
  namedLabels: Label | null = null;
  constructor(resultType: Type) { this.resultType = resultType; }

  /** At the end: all labels must exist; their names are free again. */
  finish(): void {
    for (let label = this.namedLabels; label !== null; label = label.next) {
      if (!label.isDefined) errorAbout(b("undefined label: "), label.name!.text);
      label.name!.label = null;
    }
  }

  namedLabel(name: Name): Label {
    const known = name.label;
    if (known !== null) return known;
    const label = new Label();
    label.name = name;
    label.next = this.namedLabels;
    this.namedLabels = label;
    name.label = label;
    return label;
  }

  // compound-statement: { block-item-list? }    block-item: declaration | statement
  /** { ... }; a function's body shares the scope of its parameters. */
  compoundStatement(hasScope: boolean): Node {
    enterNesting();
    expect(ch('{'));
    if (hasScope) enterScope();
    const list = new NodeList();
    while (token !== ch('}')) {
      if (token === Token.End) unexpected(b("'}'"));
      const isLabel = token === Token.Name && peek() === ch(':');
      list.append(!isLabel && isDeclarationStart() ? declaration() : this.statement());
    }
    if (hasScope) leaveScope();
    next();
    leaveNesting();
    return statementNode(Op.Block, list.first, null);
  }

  // statement: labeled | compound | expression | selection | iteration | jump-statement
  statement(): Node {
    enterNesting();
    const node = this.statementInner(token);
    leaveNesting();
    return node;
  }

  /** The same, with its first token. */
  statementInner(kind: number): Node {
    switch (kind) {
      case ch('{'): return this.compoundStatement(true);
      case ch(';'):
        next();
        return statementNode(Op.Block, null, null);
      case Token.If: return this.ifStatement();
      case Token.While: return this.whileStatement();
      case Token.Do: return this.doStatement();
      case Token.For: return this.forStatement();
      case Token.Switch: return this.switchStatement();
      case Token.Case: case Token.Default: return this.caseStatement();
      case Token.Return: return this.returnStatement();
      case Token.Break: return this.jumpStatement(this.breakLabel);
      case Token.Continue: return this.jumpStatement(this.continueLabel);
      case Token.Goto: return this.gotoStatement();
      default: break;
    }
    return token === Token.Name && peek() === ch(':') ? this.labeledStatement() : this.expressionStatement();
  }

  // expression-statement: expression? ;
  expressionStatement(): Node {
    const node = decay(expression());
    if (token !== ch(';')) unexpected(b("';'"));
    next();
    return node;
  }

  // jump-statement: continue ; | break ;
  jumpStatement(label: Label | null): Node {
    if (label === null) error(b("break or continue outside a loop or switch"));
    next();
    expect(ch(';'));
    return jumpNode(label!);
  }

  // jump-statement: goto identifier ;
  gotoStatement(): Node {
    next();
    if (token !== Token.Name) unexpected(b("the name of a label"));
    const node = jumpNode(this.namedLabel(tokenName));
    next();
    expect(ch(';'));
    return node;
  }

  // labeled-statement: identifier : statement
  labeledStatement(): Node {
    const place = statementNode(Op.Label, null, null);
    const label = this.namedLabel(tokenName);
    if (label.isDefined) errorAbout(b("duplicate label: "), tokenName.text);
    label.isDefined = true;
    place.label = label;
    next();
    next();
    return this.labeled(place);
  }

  /** A label or case with the statement that follows it. */
  labeled(place: Node): Node {
    this.places++;
    if (token === ch('}')) error(b("label at the end of a block"));
    place.next = this.statement();
    return statementNode(Op.Block, place, null);
  }

  // selection-statement: if ( expression ) statement | if ( expression ) statement else statement
  ifStatement(): Node {
    next();
    const condition = scalar(parenthesized());
    const truth = constantTruth(condition);
    const placesBefore = this.places;
    const yes = this.statement();
    const placesBetween = this.places;
    let no: Node | null = null;
    if (accept(Token.Else)) no = this.statement();
    if (truth === 1 && this.places === placesBetween) return yes;
    if (truth === 0 && placesBetween === placesBefore) return no !== null ? no : statementNode(Op.Block, null, null);
    const node = statementNode(Op.If, condition, yes);
    node.third = no;
    return node;
  }

  /** The body of a loop: sets up its labels. */
  loopBody(loop: Node): Node {
    const outerBreak = this.breakLabel, outerContinue = this.continueLabel;
    this.breakLabel = new Label();
    this.continueLabel = new Label();
    loop.breakLabel = this.breakLabel;
    loop.continueLabel = this.continueLabel;
    const body = this.statement();
    this.breakLabel = outerBreak;
    this.continueLabel = outerContinue;
    return body;
  }

  // iteration-statement: while ( expression ) statement
  whileStatement(): Node {
    next();
    const loop = statementNode(Op.Loop, scalar(parenthesized()), null);
    loop.right = this.loopBody(loop);
    return loop;
  }

  // iteration-statement: do statement while ( expression ) ;
  doStatement(): Node {
    next();
    const loop = statementNode(Op.Loop, null, null);
    loop.isDo = true;
    loop.right = this.loopBody(loop);
    if (token !== Token.While) unexpected(b("'while'"));
    next();
    loop.left = scalar(parenthesized());
    expect(ch(';'));
    return loop;
  }

  // iteration-statement: for ( expression? ; expression? ; expression? ) statement, or a declaration first
  forStatement(): Node {
    next();
    expect(ch('('));
    enterScope();
    const list = new NodeList();
    if (isDeclarationStart()) list.append(declaration());
    else {
      if (token !== ch(';')) list.append(decay(expression()));
      expect(ch(';'));
    }
    const loop = statementNode(Op.Loop, null, null);
    if (token !== ch(';')) loop.left = scalar(expression());
    expect(ch(';'));
    if (token !== ch(')')) loop.third = decay(expression());
    expect(ch(')'));
    loop.right = this.loopBody(loop);
    leaveScope();
    list.append(loop);
    return statementNode(Op.Block, list.first, null);
  }

  // selection-statement: switch ( expression ) statement
  switchStatement(): Node {
    next();
    const value = promote(rvalue(parenthesized()));
    if (!isInteger(value.type)) error(b("switch expression must be an integer"));
    const node = statementNode(Op.Switch, value, null);
    const outerBreak = this.breakLabel;
    const outerSwitch = this.innermostSwitch;
    this.breakLabel = new Label();
    this.innermostSwitch = node;
    node.breakLabel = this.breakLabel;
    node.right = this.statement();
    this.innermostSwitch = outerSwitch;
    this.breakLabel = outerBreak;
    return node;
  }

  // labeled-statement: case constant-expression : statement | default : statement
  caseStatement(): Node {
    const owner = this.innermostSwitch;
    if (owner === null) error(b("case or default outside a switch"));
    const label = new Label();
    const place = statementNode(Op.Case, null, null);
    place.label = label;
    if (token === Token.Default) {
      next();
      if (owner!.defaultLabel !== null) error(b("multiple default labels in one switch"));
      owner!.defaultLabel = label;
    } else {
      next();
      const type = owner!.left!.type;
      place.number = cast(constantExpression(), type).number;
      insertCase(owner!, place);
    }
    expect(ch(':'));
    return this.labeled(place);
  }

  // jump-statement: return expression? ;
  returnStatement(): Node {
    next();
    const node = statementNode(Op.Return, null, null);
    node.type = this.resultType;
    if (token !== ch(';')) {
      const value = expression();
      if (isVoid(this.resultType)) {
        // `return f();` of another function without result
        if (!isVoid(value.type)) error(b("return with a value in a void function"));
        node.left = value;
      } else node.left = converted(value, this.resultType);
    } else if (!isVoid(this.resultType)) error(b("return without a value"));
    expect(ch(';'));
    return node;
  }
}

/** The body of a function with a result of some type. */
export function functionBody(result: Type): Node {
  const parser = new BodyParser(result), body = parser.compoundStatement(false);
  parser.finish();
  return body;
}
