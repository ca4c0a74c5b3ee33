"""Completion in bash, which takes ``--format=json`` for three words."""

from __future__ import annotations

from click.shell_completion import BashComplete

SCRIPT = """\
%(complete_func)s() {
    local IFS=$'\\n'
    local line=$COMP_LINE last=-1 current=0 i word prefix="" type value completion
    local -a words=()
    # bash parts words at each of COMP_WORDBREAKS: what no blank parts is one word
    for i in "${!COMP_WORDS[@]}"; do
        word=${COMP_WORDS[i]}
        if (( i == 0 )) || [[ -z $line || $line == [[:blank:]]* ]]; then
            (( last += 1 ))
            words[last]=$word
        else
            words[last]+=$word
        fi
        (( i == COMP_CWORD )) && current=$last
        line=${line#"${line%%%%[![:blank:]]*}"}
        line=${line#"$word"}
    done
    word=${words[current]}
    # where bash does not part words at it, the flag is a part of what is replaced
    if [[ $COMP_WORDBREAKS != *=* && $word == -*=* ]]; then
        prefix=${word%%%%=*}=
    fi
    COMPREPLY=()
    for completion in $(env COMP_WORDS="${words[*]}" COMP_CWORD="$current" \\
            %(complete_var)s=bash_complete "$1"); do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$prefix$value") ;;
        esac
    done
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class BashCompletion(BashComplete):
    """The script for bash that puts flags and their values together again.

    What bash replaces is the part behind the last ``=``, and that is what the program offers.
    """

    source_template = SCRIPT
