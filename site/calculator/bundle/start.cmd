@echo off
rem Start the calculator with the Python or the Node of this computer.
cd /d "%~dp0"
for %%Q in ("py -3" python python3) do (
  %%~Q -c "import sys; sys.exit(sys.version_info < (3, 8))" >nul 2>nul && (
    %%~Q serve.py %*
    exit /b
  )
)
where node >nul 2>nul && (
  node serve.mjs %*
  exit /b
)
echo Python 3.8 or Node is needed.
pause
