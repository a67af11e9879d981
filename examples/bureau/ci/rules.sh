#!/bin/sh
# 检查本仓库的规则包，写出改动影响报告。Check the packs of this repository; report what a change of rules moves.
#
#   ci/rules.sh [BASE]      BASE：已批准的版本所在的分支 · the branch that holds what is approved; else origin/main
#
# 退出码 exit code：0 都成立，改动是否批准由人看报告决定 · all holds; whether to approve is for people to say
#                  1 有不成立的，报告中写明 · something does not, as the report says;  2 没有该分支 · no such branch
set -u
cd "$(dirname "$0")/.." || exit 2
base=${1:-origin/main}
budget=${RULES_BUDGET-budget.csv}           # 用哪份预算算资金变动，空的不算 · whose money to follow; empty: none
parameters=${RULES_PARAMETERS:-}            # 算资金变动时另用的参数文件 · further files of values, for the money
examples=${RULES_EXAMPLES:-50}              # 每条定律试多少组 · how many examples of each law
lang=${RULES_LANG:-zh}                      # 报告的语言 · the report's language: zh, en
fiscal_rules=${FISCAL_RULES:-fiscal-rules}  # 程序，可写成几个词 · the program, in one word or several
pytest=${PYTEST:-python3 -m pytest}
work=build
report=$work/impact.md
approved=$work/approved
failed=0

# 已批准的版本：与 BASE 分叉之处 · what is approved: where this branch left BASE
rm -rf "$report" "$approved"
mkdir -p "$approved"
commit=$(git merge-base HEAD "$base") || exit 2
if git cat-file -e "$commit:rules" 2>/dev/null; then
  git archive "$commit" rules | tar -x -C "$approved"
fi

# fold 标记 标题：把 said 折叠写进报告 · put what was said into the report, folded unless it failed
fold() {
  open=
  if [ "$1" = ✗ ]; then open=' open' failed=1; fi
  printf '<details%s><summary>%s %s</summary>\n\n````text\n' "$open" "$1" "$2" >>"$report"
  cat "$work/said" >>"$report"
  printf '````\n\n</details>\n\n' >>"$report"
}

# step 标题 命令… · run a step, and tell
step() {
  title=$1
  shift
  mark=✗
  if "$@" >"$work/said" 2>&1 </dev/null; then mark=✓; fi
  echo "$mark $title"
  if [ "$mark" = ✗ ]; then cat "$work/said"; fi
  fold "$mark" "$title"
}

check() {
  step "check $1" $fiscal_rules --lang "$lang" check "$1"
}

# 定律，以及原版本的算例 · the laws, and the cases of the version before
verify() {
  title="verify $1"
  if [ -e "$approved/$1/pack.yaml" ]; then set -- "$1" --against "$approved/$1"; fi
  step "$title" $fiscal_rules --lang "$lang" verify "$@" --examples "$examples" --seed 0 --quiet
}

impact() {
  if [ ! -e "$1/pack.yaml" ]; then
    printf '# %s\n\n规则包已删去 · the pack is gone\n\n' "$1" >>"$report"
  elif [ ! -e "$approved/$1/pack.yaml" ]; then
    printf '# %s\n\n新的规则包，没有可比较的版本 · a new pack, with nothing to compare it with\n\n' "$1" >>"$report"
  else
    title="diff $1"
    set -- "$approved/$1" "$1"
    if [ -e "$budget" ]; then set -- "$@" --budget "$budget"; fi
    for file in $parameters; do set -- "$@" --parameters "$file"; done
    if $fiscal_rules --lang "$lang" diff "$@" --format md >"$work/said" 2>"$work/errors" </dev/null; then
      cat "$work/said" >>"$report"
    else
      step "$title" sh -c "cat $work/errors; exit 1"
    fi
  fi
}

packs_in() { (cd "$1" && find rules -name pack.yaml 2>/dev/null) | sed 's|/pack.yaml$||'; }

each() {
  while IFS= read -r pack; do "$1" "$pack"; done <"$work/packs"
}

packs_in . | sort >"$work/packs"
each check
if [ "$failed" = 0 ]; then
  step pytest $pytest -q
  each verify
  { packs_in . && packs_in "$approved"; } | sort -u >"$work/packs"
  each impact
fi
echo "$report"
exit "$failed"
